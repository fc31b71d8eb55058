// sim_usage_postgres                         200 histories of the simulation on a real PostgreSQL, with the real
// stores;
//                                            1,000 when WEIR_DEEP is set; exit 1 and the seed on the first violation
//                    --from SEED --count N   these
//                    --seed SEED             one history, told step by step
// WEIR_TEST_DATABASE_URL names the server. Two threads with a scratch database each: most of the time is waiting.
#include <atomic>
#include <cstdlib>
#include <exception>
#include <map>
#include <string>
#include <string_view>
#include <thread>

#include <fmt/format.h>
#include <tests/sim/history.hpp>
#include <tests/sim/postgres_world.hpp>

namespace {

// A fault that never happened proves nothing.
int missing(const std::map<std::string, std::uint64_t>& witnessed) {
  int out = 0;
  for (const char* what : {"takeover", "fenced at a flush", "matched again", "unknown commit was applied",
                           "unknown commit was not applied", "database restored to a backup", "log lost its tail",
                           "topic made anew", "worker paused", "a worker's clock jumped", "crash in advance",
                           "crash in write", "crash in commit", "error in commit", "partition lost"}) {
    if (witnessed.contains(what)) continue;
    fmt::print("never happened: {}\n", what);
    ++out;
  }
  return out;
}

struct shard {
  std::map<std::string, std::uint64_t> witnessed;
  std::string wrong;

  void run(std::uint64_t from, std::uint64_t to, std::uint64_t step, bool verbose, std::atomic<bool>& stop) {
    try {
      weir::test::scratch_database database;
      weir::sim::give_clock(database);
      auto make = [&](const weir::clock_source& clock, std::int64_t lease_ms) {
        return weir::sim::make_postgres_world(database, clock, lease_ms);
      };
      for (auto seed = from; seed < to && !stop; seed += step) {
        const auto result = weir::sim::run_history({.seed = seed, .verbose = verbose}, make);
        for (const auto& [what, times] : result.witnessed)
          witnessed[what] += times;
        if (result.violation)
          wrong = fmt::format("seed {}: {}\nrepeat with: --seed {}\n", seed, *result.violation, seed);
        if (!wrong.empty()) break;
      }
    } catch (const std::exception& e) {
      wrong = fmt::format("from seed {}: {}\n", from, e.what());
    }
    if (!wrong.empty()) stop = true;
  }
};

int run(std::uint64_t from, std::uint64_t count, bool verbose) {
  std::atomic<bool> stop = false;
  shard shards[2];
  {
    std::jthread beside;
    if (count > 1) beside = std::jthread([&] { shards[1].run(from + 1, from + count, 2, verbose, stop); });
    shards[0].run(from, from + count, 2, verbose, stop);
  }
  auto& witnessed = shards[0].witnessed;
  for (const auto& [what, times] : shards[1].witnessed)
    witnessed[what] += times;
  for (const auto& s : shards)
    fmt::print("{}", s.wrong);
  if (stop) return 1;
  for (const auto& [what, times] : witnessed)
    fmt::print("{:>12}  {}\n", times, what);
  if (count >= 100 && missing(witnessed) > 0) return 1;
  fmt::print("{} histories on PostgreSQL, every table equal\n", count);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const char* deep = std::getenv("WEIR_DEEP");
  std::uint64_t from = 1, count = deep != nullptr && *deep != '\0' ? 1000 : 200;
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
  return run(from, count, verbose);
}
