// sim_usage_postgres [--from SEED] [--count N] [--seed SEED]: histories of the simulation on a real PostgreSQL, with
// the real stores; 200 of them, 1,000 when WEIR_DEEP is set. Exit 1 and the seed on the first violation. See
// histories_wanted.hpp. WEIR_TEST_DATABASE_URL names the server. Two threads with a scratch database each: most of the
// time is waiting.
#include <atomic>
#include <cstdlib>
#include <exception>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <tests/sim/database_clock.hpp>
#include <tests/sim/histories_wanted.hpp>
#include <tests/sim/history.hpp>
#include <tests/sim/postgres_world.hpp>

using namespace weir::sim;

namespace {

constexpr std::uint64_t enough_for_all = 100;

struct shard {
  witness_counts witnessed;
  std::string wrong;

  void run(std::uint64_t from, std::uint64_t to, std::uint64_t step, bool verbose, std::atomic<bool>& stop) {
    try {
      weir::test::scratch_database database;
      give_clock(database);
      auto make = [&](const weir::clock_source& clock, std::int64_t lease_ms) {
        return make_postgres_world(database, clock, lease_ms);
      };
      for (auto seed = from; seed < to && !stop; seed += step) {
        const auto result = run_history({.seed = seed, .verbose = verbose}, make);
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

int run(const histories_wanted& options) {
  std::atomic<bool> stop = false;
  const auto end = options.from + options.count;
  shard shards[2];
  {
    std::jthread beside;
    if (options.count > 1) {
      beside = std::jthread([&] { shards[1].run(options.from + 1, end, 2, options.verbose, stop); });
    }
    shards[0].run(options.from, end, 2, options.verbose, stop);
  }
  auto& witnessed = shards[0].witnessed;
  for (const auto& [what, times] : shards[1].witnessed)
    witnessed[what] += times;
  for (const auto& s : shards)
    fmt::print("{}", s.wrong);
  if (stop) return 1;
  for (const auto& [what, times] : witnessed)
    fmt::print("{:>12}  {}\n", times, what);
  if (options.count >= enough_for_all && count_missing(witnessed, always_witnessed) > 0) return 1;
  fmt::print("{} histories on PostgreSQL, every table equal\n", options.count);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return histories_main(argc, argv, 200, 1000, run);
}
