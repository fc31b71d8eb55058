// A record of weir.events as it goes into a chain: everything but its place there.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <weir/domain/audit_chain.hpp>
#include <weir/stream/log.hpp>
#include <weir/stream/publisher.hpp>

namespace weir::audit {

struct personal_datum {
  std::string name;    // as in domain::personal_hash
  std::string person;  // whose it is
  std::string salt;    // 32 bytes
  std::string value;
};

struct chained_event {
  domain::audit_entry entry;  // without chain, sequence, previous, hash
  std::vector<personal_datum> personal;
};

// 32 fresh random bytes at each call.
using salt_source = std::function<std::string()>;

// Type of an entry for a record that could not be read or that ended its worker: nothing disappears from the trail.
inline constexpr std::string_view set_aside_type = "audit.record_set_aside";

// Never fails: what makes no sense becomes an entry of that type, on the platform's chain, with its place and `code`.
chained_event read_event(const stream::record& r, const salt_source& salts);
chained_event set_aside(const stream::record& r, std::string_view code);

}  // namespace weir::audit
