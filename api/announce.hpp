// Outbox rows of changes that the API makes itself, written in the change's own transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <api/context.hpp>

#include <weir/contract/domain_event.hpp>
#include <weir/domain/tenant.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::api {

struct change {
  contract::event_type type{};
  std::string object;        // id of what has changed
  std::int64_t version = 1;  // that the change has made: with object and type it makes the event's id
  std::optional<principal::tenant_ref> tenant{};  // nothing: the platform's
  std::string data;                               // a JSON object: how it is now
  std::string before{};                           // a JSON object: how it was; empty for what is new
};

// Who did it, when, in which request: from the call.
result<void> announce(postgres::executor& in, const call& c, change what);
// The same for a call without credentials of its own that turned out to be somebody's: signing in.
result<void> announce_by(postgres::executor& in, const call& c, std::string principal, change what);
// The same outside of a request. `principal`: who did it, or "system".
result<void> announce_as(postgres::executor& in, std::string principal, timestamp now, change what);

// The tenant that `wanted.key` names, made and announced when there is none. Errors: as resolve_or_create.
result<postgres::tenant_row> ensure_tenant(postgres::executor& in, const domain::tenant& wanted,
                                           const std::string& principal, timestamp now);

// Of a row that was read. Nothing: the platform's.
std::optional<principal::tenant_ref> reference(const std::optional<postgres::tenant_row>& t);

// schemas/json/tenant.json. `version` is not in it: it travels as the ETag.
std::string tenant_json(const postgres::tenant_row& t);

}  // namespace weir::api
