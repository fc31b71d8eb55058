// How far back tenants have charges that were invoiced once and are not any more, or not for good.
#pragma once

#include <cstdint>
#include <map>
#include <span>

#include <weir/postgres/billing_states.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres::unsettled_charges {

// The earliest instant that is charged for by lines of drafts, and of invoices that were voided after the last look; by
// tenant, and only of those that have any.
result<std::map<std::int32_t, timestamp>> reach(executor& in, std::span<const billing_states::last_look> looks);

}  // namespace weir::postgres::unsettled_charges
