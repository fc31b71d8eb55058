// What must hold of everything that billing has written, whatever died meanwhile. Each check answers one sentence for
// each thing that does not.
#pragma once

#include <string>
#include <vector>

#include <tests/sim/year/installation.hpp>
#include <tests/sim/year/member.hpp>

namespace weir::sim {

// What was invoiced is what the naive reckoning says as of the last invoice, charge by charge. To be asked right after
// a run that billed the member: what has changed since is pending.
std::vector<std::string> check_billed(installation& in, member& m, const catalogue& plans);

// No usage of a running month is left that has reached its threshold as of `as_of`, the start of one of the member's
// hours. To be asked right after a run up to there.
std::vector<std::string> check_thresholds(installation& in, const member& m, const catalogue& plans, timestamp as_of);

// What would be billed now as of the last invoice is what the naive reckoning says beyond what was invoiced.
std::vector<std::string> check_pending(installation& in, const member& m, const catalogue& plans);

// Numbers, sums, credits, coupons, payments and announcements.
std::vector<std::string> check_ledgers(installation& in);

// Every invoice follows from its frozen inputs, to the last byte.
std::vector<std::string> check_reckoned_again(installation& in);

}  // namespace weir::sim
