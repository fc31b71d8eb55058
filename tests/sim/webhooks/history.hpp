// One random history of webhooks on a real PostgreSQL with the real stores: processes that read announcements and send
// deliveries are killed at every call, paused past their leases and lied to about commits; announcements come twice,
// the log loses what nobody has committed, receivers fail, hang and give up. Then all is well for as long as it takes,
// and everything must be as it would have been without: each due delivery arrived or failed in the open, under one id,
// and nothing arrived that the tables do not say.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <tests/postgres/scratch_database.hpp>
#include <tests/sim/histories_wanted.hpp>

namespace weir::sim {

struct webhooks_result {
  std::optional<std::string> violation;
  witness_counts witnessed;
};

// `database` has a clock (give_clock) and is this history's alone.
webhooks_result run_webhooks_history(const test::scratch_database& database, std::uint64_t seed, bool verbose);

// Once for each database.
void give_webhooks_clock(const test::scratch_database& database);

}  // namespace weir::sim
