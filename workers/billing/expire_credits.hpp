// Credits whose time is over: their remainder leaves the ledger, and whoever listens is told.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <weir/base/time.hpp>
#include <weir/jobs/runner.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/pool.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::billing {

// What remains of the tenant's grants in a currency that have expired at `as_of`; says how many they were. Locks the
// account until the transaction ends.
result<std::size_t> expire_credits(postgres::executor& in, const postgres::tenant_row& tenant,
                                   const std::string& currency, timestamp as_of);

// The job: the same for all accounts, each in a transaction of its own. Its result is {"expired": how many}.
inline constexpr std::string_view expire_credits_kind = "credit_expiry";
jobs::handler expire_credits_job(postgres::pool& database, clock_source& clock);

}  // namespace weir::billing
