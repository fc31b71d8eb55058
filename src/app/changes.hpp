// Changes of configuration that the command line makes: the row and its announcement in the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <weir/contract/domain_event.hpp>
#include <weir/domain/meter.hpp>
#include <weir/domain/tenant.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/meters.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::app {

struct change {
  contract::event_type type{};
  std::string object;  // id of what has changed
  std::int64_t version = 1;
  std::optional<postgres::tenant_row> tenant{};  // nothing: the platform's
  std::string data;                              // a JSON object: how it is now
};

result<void> announce(postgres::executor& in, const std::string& principal, timestamp now, change what);

// The tenant of the draft's key: as it is, or made. Errors: validation_failed and the database's.
result<postgres::tenant_row> ensure_tenant(postgres::executor& in, const std::string& principal, timestamp now,
                                           domain::tenant_draft draft);

// The active meter of the draft's slug: as it is, or made.
result<postgres::meter_row> ensure_meter(postgres::executor& in, const std::string& principal, timestamp now,
                                         domain::meter_draft draft);

}  // namespace weir::app
