// A history's clock as the clock of its scratch database: clock_timestamp() and transaction_timestamp() are resolved to
// a sequence that follows the history, so that unchanged statements see the history's time.
#pragma once

#include <tests/postgres/scratch_database.hpp>

#include <weir/base/time.hpp>

namespace weir::sim {

// Once for each scratch database, before anything else connects to it. Defaults of columns stay the system's.
void give_clock(const test::scratch_database& database);

// By whoever administers it.
void set_clock(postgres::connection& administrator, timestamp now);

}  // namespace weir::sim
