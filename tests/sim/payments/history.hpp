// One random history of payments on a real PostgreSQL with the real stores: a twin of the tables in memory would be the
// product written twice, as nearly all that an event does is SQL.
//
// An account at Stripe tells of payments, refunds and disputes, its own and those of another installation, twice, late,
// shuffled and sometimes not at all; processes that store events, apply them, read Stripe's list and carry out the
// commands that come of it are killed at every call and at every statement, before and after it counts, paused past
// their leases and lied to about commits; commands are lost and come twice, the log loses what nobody has committed.
// Then all is well for as long as it takes, and the books must be what happened there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <tests/postgres/scratch_database.hpp>
#include <tests/sim/histories_wanted.hpp>

namespace weir::sim {

struct payments_result {
  std::optional<std::string> violation;
  witness_counts witnessed;
};

// `database` has its clock (give_payments_clock), and nothing else runs on it.
payments_result run_payments_history(const test::scratch_database& database, std::uint64_t seed, bool verbose);

}  // namespace weir::sim
