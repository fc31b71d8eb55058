// sim_usage [--from SEED] [--count N] [--seed SEED]: exit 1 and the seed on the first violation. See
// histories_wanted.hpp.
#include <fmt/format.h>
#include <tests/sim/histories_wanted.hpp>
#include <tests/sim/history.hpp>

using namespace weir::sim;

namespace {

// Beside what every world witnesses.
constexpr const char* also_witnessed[] = {"opened beside a running flush",
                                          "halted: log_truncated",
                                          "halted: log_fingerprint_mismatch",
                                          "worker killed between calls",
                                          "worker stopped gracefully",
                                          "crash in resolve",
                                          "crash in poll",
                                          "crash in renew",
                                          "error in resolve",
                                          "error in find_tenant",
                                          "error in load_claims",
                                          "claims sealed",
                                          "claim files rebuilt",
                                          "claim files of an earlier moment",
                                          "claim file deleted",
                                          "claim file flipped",
                                          "claim file torn",
                                          "crash in finish_file",
                                          "crash in open_file",
                                          "crash in remove_file",
                                          "error in finish_file"};
constexpr std::uint64_t enough_for_all = 5000;

}  // namespace

int main(int argc, char** argv) {
  const auto options = read_histories_wanted(argc, argv, 1000);
  if (!options) return 2;
  witness_counts witnessed;
  for (auto seed = options->from; seed < options->from + options->count; ++seed) {
    const auto result = run_history({seed, options->verbose});
    for (const auto& [what, times] : result.witnessed)
      witnessed[what] += times;
    if (result.violation) {
      fmt::print("seed {}: {}\nrepeat with: --seed {}\n", seed, *result.violation, seed);
      return 1;
    }
  }
  for (const auto& [what, times] : witnessed)
    fmt::print("{:>12}  {}\n", times, what);
  int missing = 0;
  if (options->count >= enough_for_all) {
    missing = count_missing(witnessed, always_witnessed) + count_missing(witnessed, also_witnessed);
  }
  fmt::print("{} histories, every one exact\n", options->count);
  return missing == 0 ? 0 : 1;
}
