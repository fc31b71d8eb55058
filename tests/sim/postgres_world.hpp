// A history's database in a real PostgreSQL: the stores are those that `weir` links, wrapped only to ask for faults.
//
// The history's clock is the database's too (tests/sim/database_clock.hpp), so that leases run out when the history
// says so.
#pragma once

#include <tests/postgres/scratch_database.hpp>
#include <tests/sim/world.hpp>

namespace weir::sim {

// give_clock() was called for it.
std::unique_ptr<world> make_postgres_world(const test::scratch_database& database, const clock_source& clock,
                                           std::int64_t lease_ms);

}  // namespace weir::sim
