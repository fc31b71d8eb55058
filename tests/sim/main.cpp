// sim_usage --from SEED --count N     runs N histories; exit 1 and the seed on the first violation
//           --seed SEED               one history, told step by step
//           --jsonl                   prints the witness counters as JSON at the end
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <tests/sim/history.hpp>

int main(int argc, char** argv) {
  std::uint64_t from = 1, count = 1000;
  bool verbose = false;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const auto value = std::strtoull(argv[i + 1], nullptr, 10);
    if (name == "--from") {
      from = value;
    } else if (name == "--count") {
      count = value;
    } else if (name == "--seed") {
      from = value;
      count = 1;
      verbose = true;
    } else {
      fmt::print(stderr, "unknown option {}\n", name);
      return 2;
    }
  }
  std::map<std::string, std::uint64_t> witnessed;
  for (auto seed = from; seed < from + count; ++seed) {
    const auto result = weir::sim::run_history({seed, verbose});
    for (const auto& [what, times] : result.witnessed)
      witnessed[what] += times;
    if (result.violation) {
      fmt::print("seed {}: {}\nrepeat with: --seed {}\n", seed, *result.violation, seed);
      return 1;
    }
  }
  for (const auto& [what, times] : witnessed)
    fmt::print("{:>12}  {}\n", times, what);
  // A fault that never happened proves nothing.
  int missing = 0;
  if (count >= 5000) {
    for (const char* what : {"takeover",
                             "opened beside a running flush",
                             "fenced at a flush",
                             "matched again",
                             "unknown commit was applied",
                             "unknown commit was not applied",
                             "database restored to a backup",
                             "log lost its tail",
                             "topic made anew",
                             "halted: log_truncated",
                             "halted: log_fingerprint_mismatch",
                             "worker paused",
                             "a worker's clock jumped",
                             "worker killed between calls",
                             "worker stopped gracefully",
                             "crash in advance",
                             "crash in write",
                             "crash in commit",
                             "crash in resolve",
                             "crash in poll",
                             "crash in renew",
                             "error in commit",
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
                             "error in finish_file"}) {
      if (!witnessed.contains(what)) {
        fmt::print("never happened: {}\n", what);
        ++missing;
      }
    }
  }
  fmt::print("{} histories, every one exact\n", count);
  return missing == 0 ? 0 : 1;
}
