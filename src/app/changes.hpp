// What the command line makes unless it is there: the row and its announcement in the caller's transaction.
#pragma once

#include <string>

#include <weir/domain/meter.hpp>
#include <weir/domain/tenant.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/meters.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::app {

// The tenant of the draft's key: as it is, or made. Errors: validation_failed and the database's.
result<postgres::tenant_row> ensure_tenant(postgres::executor& in, const std::string& principal, timestamp now,
                                           domain::tenant_draft draft);

// The active meter of the draft's slug: as it is, or made.
result<postgres::meter_row> ensure_meter(postgres::executor& in, const std::string& principal, timestamp now,
                                         domain::meter_draft draft);

}  // namespace weir::app
