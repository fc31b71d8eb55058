// Midnight: every worker's first flush of a day wants the table of that day, at the same moment.
#include <thread>

#include <doctest/doctest.h>
#include <tests/postgres/scratch_database.hpp>

using namespace weir;
using namespace weir::test;

TEST_CASE("two workers that need the table of a new day at once both get it") {
  auto first = shared_database().connect();
  auto second = shared_database().connect();
  auto watch = shared_database().connect_as_administrator();
  must(*first, "BEGIN; SET LOCAL ROLE weir_worker; SELECT ensure_claim_day(date '2031-01-01')");
  std::string failure;
  std::thread beside([&] {
    // It has looked, found no table, and waits for the other: what it remembers of that look is old by then.
    auto done =
        second->execute("BEGIN; SET LOCAL ROLE weir_worker; SELECT ensure_claim_day(date '2031-01-01'); COMMIT");
    if (!done) failure = done.error().detail;
  });
  const auto waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND pid = " +
                       std::to_string(second->backend_pid());
  while (one(*watch, waiting) == "0")
    std::this_thread::yield();
  must(*first, "COMMIT");
  beside.join();
  CHECK(failure == "");
  CHECK(one(*watch, "SELECT has_table_privilege('weir_worker', 'usage_claim_runs_20310101', 'INSERT')") == "t");
}
