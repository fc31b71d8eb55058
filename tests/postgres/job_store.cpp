// The runner and the scheduler on the real rows.
#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>

#include <weir/jobs/runner.hpp>
#include <weir/jobs/scheduler.hpp>
#include <weir/postgres/job_store.hpp>
#include <weir/postgres/jobs.hpp>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;

namespace {

std::string enqueue(const std::string& cause) {
  return platform([&](executor& in) {
           return postgres::jobs::enqueue(in, {.id = new_id("job_"), .kind = "redrive", .cause = cause});
         })
      .value()
      .id;
}

job_row look(const std::string& id) {
  return platform([&](executor& in) { return postgres::jobs::get(in, id); }).value();
}

weir::jobs::runner_options quick(const std::string& owner) {
  weir::jobs::runner_options o;
  o.owner = owner;
  o.lease = 60s;
  o.beat = 10ms;
  o.retry_least = 2ms;
  o.retry_most = 2ms;
  return o;
}

}  // namespace

TEST_CASE("a runner takes a job to its end, with progress, and a retry after an error") {
  empty_tables();
  const auto id = enqueue("c1");
  postgres::job_store store(connections());
  int calls = 0;
  weir::jobs::runner r(store, quick("a"));
  r.handle("redrive", [&](weir::jobs::context& c) -> result<std::string> {
    c.progress(1, 2);
    if (++calls == 1) return fail(error_code::broker_unavailable, "away");
    CHECK(c.what().progress_done == 1);
    return R"({"redriven": 1})";
  });
  CHECK(r.run_one({}) == true);
  CHECK(look(id).state == "queued");
  CHECK(look(id).problem.value_or("").find("broker_unavailable") != std::string::npos);
  for (int i = 0; i < 200 && look(id).state == "queued"; ++i) {
    (void)r.run_one({});
  }
  CHECK(look(id).state == "succeeded");
  CHECK(look(id).result == R"({"redriven": 1})");
  CHECK(look(id).progress_total == 2);
  CHECK(r.run_one({}) == false);
}

TEST_CASE("a runner whose lease ran out is told, and its result is dropped") {
  empty_tables();
  const auto id = enqueue("c1");
  postgres::job_store store(connections());
  weir::jobs::runner successor(store, quick("b"));
  successor.handle("redrive", [](weir::jobs::context&) -> result<std::string> { return R"({"by": "b"})"; });
  std::string state;
  auto slow = quick("a");
  slow.beat = 60s;
  weir::jobs::runner zombie(store, slow, [&](const auto&, std::string_view s, const auto&) { state = s; });
  zombie.handle("redrive", [&](weir::jobs::context&) -> result<std::string> {
    auto c = shared_database().connect_as_administrator();
    must(*c, "UPDATE jobs SET lease_until = '-infinity'");
    CHECK(successor.run_one({}) == true);
    return R"({"by": "a"})";
  });
  CHECK(zombie.run_one({}) == true);
  CHECK(state == "lost");
  CHECK(look(id).result == R"({"by": "b"})");
  CHECK(look(id).attempts == 2);
}

TEST_CASE("missed periods of a schedule make one job each, and other schedules are left to others") {
  empty_tables();
  postgres::job_store store(connections());
  const auto past = timestamp{system_clock().now().ns - 3'600'000'000'000LL * 5};
  const auto first = weir::jobs::period_at(weir::jobs::cadence::hour, time_zone::find("UTC").value(), past);
  CHECK(store.plan({"hourly", first.name, first.end}) == true);
  CHECK(store.plan({"hourly", first.name, first.end}) == false);
  CHECK(store.plan({"foreign", "2026-01", first.end}) == true);
  weir::jobs::scheduler s(store, system_clock(), system_ids());
  s.add({"hourly", weir::jobs::cadence::hour, time_zone::find("UTC").value(), 0s, "sweep"});
  CHECK(s.step() == 5u);
  CHECK(s.step() == 0u);
  auto c = shared_database().connect_as_administrator();
  CHECK(one(*c, "SELECT count(*) FROM jobs WHERE kind = 'sweep' AND cause LIKE 'schedule:hourly:%'") == "5");
  CHECK(one(*c, "SELECT count(*) FROM schedules WHERE done_at IS NULL AND name = 'foreign'") == "1");
  CHECK(one(*c, "SELECT arguments ->> 'period' FROM jobs WHERE kind = 'sweep' ORDER BY cause LIMIT 1") == first.name);
}
