// One customer organization of the company that runs this installation: what is isolated, metered and billed.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/base/ulid.hpp>

namespace weir::domain {

enum class tenant_state : std::uint8_t { active, suspended, deleted };

std::string_view name(tenant_state s);  // "active", …
std::optional<tenant_state> tenant_state_from_name(std::string_view text);

struct tenant {
  tenant_id id;
  std::int32_t number = 0;  // the database's short form of the id; 0 until it is stored
  std::string key;          // the company's own customer id: 1 to 255 bytes, unique among keys and aliases
  std::string name;
  std::string time_zone = "UTC";  // an IANA name
  int minute_offset = 0;          // of time_zone, fixed at creation: 0, 15, 30 or 45
  std::string currency = "USD";   // ISO 4217
  tenant_state state = tenant_state::active;

  bool operator==(const tenant&) const = default;
};

struct tenant_draft {
  std::string key;
  std::string name;  // empty: the key
  std::string time_zone = "UTC";
  std::optional<int> minute_offset = 0;  // what the zone database says of time_zone; nothing: it does not know the zone
  std::string currency = "USD";
};

// The tenant, or every problem with a pointer to its field. Codes: validation_failed, time_zone_unknown.
std::expected<tenant, std::vector<error>> make_tenant(tenant_id id, tenant_draft draft);

// Another name under which events may call a tenant: the same rule as for keys. Code: validation_failed.
std::vector<error> check_subject_alias(std::string_view alias, std::string_view pointer);

}  // namespace weir::domain
