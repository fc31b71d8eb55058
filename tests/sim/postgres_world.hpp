// A history's database in a real PostgreSQL: the stores are those that `weir` links, wrapped only to ask for faults.
//
// The history's clock is the database's too: the scratch database resolves clock_timestamp() to a sequence that follows
// the history, so that leases run out when the history says so, in unchanged statements.
#pragma once

#include <tests/postgres/scratch_database.hpp>
#include <tests/sim/world.hpp>

namespace weir::sim {

// Once for each scratch database, before anything else connects to it.
void give_clock(const test::scratch_database& database);

std::unique_ptr<world> make_postgres_world(const test::scratch_database& database, const clock_source& clock,
                                           std::int64_t lease_ms);

}  // namespace weir::sim
