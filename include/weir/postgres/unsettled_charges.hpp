// How far back a tenant has charges that were invoiced once and are not any more, or not for good.
#pragma once

#include <cstdint>
#include <optional>

#include <weir/postgres/executor.hpp>

namespace weir::postgres::unsettled_charges {

// The earliest instant that is charged for by lines of drafts, and of invoices that were voided after `since`. Nothing:
// there are none.
result<std::optional<timestamp>> reach(executor& in, std::int32_t tenant, timestamp since);

}  // namespace weir::postgres::unsettled_charges
