// What both programs that run histories are told, and what both must have witnessed.
//
//   --from SEED --count N   these histories
//   --seed SEED             one history, told step by step
#pragma once

#include <cstdint>
#include <cstdlib>
#include <exception>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace weir::sim {

struct histories_wanted {
  std::uint64_t from = 1;
  std::uint64_t count = 1000;
  bool verbose = false;
};

// Nothing: an option is unknown, and that was said.
inline std::optional<histories_wanted> read_histories_wanted(int argc, char** argv, std::uint64_t usual_count) {
  histories_wanted out{.count = usual_count};
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    const auto value = i + 1 < argc ? std::strtoull(argv[i + 1], nullptr, 10) : 0;
    if (name == "--from" && i + 1 < argc) {
      out.from = value;
    } else if (name == "--count" && i + 1 < argc) {
      out.count = value;
    } else if (name == "--seed" && i + 1 < argc) {
      out = {.from = value, .count = 1, .verbose = true};
    } else {
      fmt::print(stderr, "unknown option {}\n", name);
      return std::nullopt;
    }
  }
  return out;
}

// In whatever world the histories run, once there are enough of them.
inline constexpr const char* always_witnessed[] = {"takeover",
                                                   "fenced at a flush",
                                                   "matched again",
                                                   "unknown commit was applied",
                                                   "unknown commit was not applied",
                                                   "database restored to a backup",
                                                   "log lost its tail",
                                                   "topic made anew",
                                                   "worker paused",
                                                   "a worker's clock jumped",
                                                   "crash in advance",
                                                   "crash in write",
                                                   "crash in commit",
                                                   "error in commit",
                                                   "partition lost"};

using witness_counts = std::map<std::string, std::uint64_t>;

// A fault that never happened proves nothing: how many of `wanted` are missing, each said.
inline int count_missing(const witness_counts& witnessed, std::span<const char* const> wanted) {
  int missing = 0;
  for (const char* what : wanted) {
    if (witnessed.contains(what)) continue;
    fmt::print("never happened: {}\n", what);
    ++missing;
  }
  return missing;
}

// Runs them until one is violated, `one(seed, verbose)`, and tells what was witnessed; from `enough` histories on all
// of `wanted` have to be. `ended`: what is true when all went well. The program's status.
template<class F>
int run_histories(const histories_wanted& options, std::span<const char* const> wanted, std::uint64_t enough,
                  std::string_view ended, F&& one) {
  witness_counts witnessed;
  for (auto seed = options.from; seed < options.from + options.count; ++seed) {
    const auto result = one(seed, options.verbose);
    for (const auto& [what, times] : result.witnessed)
      witnessed[what] += times;
    if (!result.violation) continue;
    fmt::print("seed {}: {}\nrepeat with: --seed {}\n", seed, *result.violation, seed);
    return 1;
  }
  for (const auto& [what, times] : witnessed)
    fmt::print("{:>12}  {}\n", times, what);
  if (options.count >= enough && count_missing(witnessed, wanted) > 0) return 1;
  fmt::print("{} histories, {}\n", options.count, ended);
  return 0;
}

// main() of such a program: `deep` histories instead of `usual` ones when WEIR_DEEP is set.
template<class F>
int histories_main(int argc, char** argv, std::uint64_t usual, std::uint64_t deep, F&& run) {
  const char* is_deep = std::getenv("WEIR_DEEP");
  const auto options = read_histories_wanted(argc, argv, is_deep != nullptr && *is_deep != '\0' ? deep : usual);
  if (!options) return 2;
  try {
    return run(*options);
  } catch (const std::exception& e) {
    fmt::print("{}\n", e.what());
    return 1;
  }
}

}  // namespace weir::sim
