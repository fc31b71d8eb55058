// Commands on weir.commands: a CloudEvent "weir.<noun>.<verb>.v1" with who asked, under which key, and when.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/base/ulid.hpp>
#include <weir/contract/command_bodies.hpp>
#include <weir/stream/publisher.hpp>

namespace weir::contract {

struct command {
  static constexpr std::int64_t schema_version = 1;

  command_id id;
  timestamp issued_at;                           // the API's clock
  std::optional<tenant_id> tenant;               // nothing: it concerns the platform
  std::string principal;                         // who asked: "key_…", "usr_…", "system"
  std::string idempotency_key;                   // empty: none was given
  std::optional<std::int64_t> expected_version;  // of the resource it changes
  command_body body;

  bool operator==(const command&) const = default;
};

// The CloudEvent's JSON text: the value of the record.
std::string encode_command(const command& c);

// Errors, permanent: command_unknown_type, record_malformed (with a pointer where there is one).
result<command> decode_command(std::string_view json);

// The whole record, to the tenant's bucket or the platform's.
stream::outgoing_record command_record(const command& c, request_id request, std::int32_t partitions,
                                       std::string_view traceparent);

}  // namespace weir::contract
