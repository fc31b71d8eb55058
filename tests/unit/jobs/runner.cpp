// Runners that crash, lose their lease, are canceled or stopped: a job ends once, or goes back into the queue.
#include <condition_variable>
#include <thread>

#include <doctest/doctest.h>
#include <tests/support/manual_clock.hpp>

#include <weir/jobs/memory_job_store.hpp>
#include <weir/jobs/runner.hpp>

using namespace weir;
using namespace weir::jobs;
using namespace std::chrono_literals;

namespace {

struct crash {};

// A condition that a handler waits for, with a deadline that a broken product runs into.
bool until(const std::function<bool()>& met) {
  for (int i = 0; i < 5000 && !met(); ++i)
    std::this_thread::sleep_for(1ms);
  return met();
}

struct world {
  test::manual_clock clock{parse_rfc3339("2026-11-23T10:00:00Z").value()};
  memory_job_store store{clock};
  std::vector<std::string> states;

  runner make(const std::string& owner, handler h) {
    runner_options o;
    o.owner = owner;
    o.lease = 1000ms;
    o.beat = 1ms;
    o.retry_least = 100ms;
    o.retry_most = 1000ms;
    runner r(store, o,
             [this](const job&, std::string_view state, const std::optional<error>&) { states.emplace_back(state); });
    r.handle("redrive", std::move(h));
    return r;
  }
  void enqueue(const std::string& id) { CHECK(store.enqueue({id, std::nullopt, "redrive", "cause " + id})); }
};

}  // namespace

TEST_CASE("a job runs once, with its progress and result kept, and a cause makes one job") {
  world w;
  w.enqueue("job_1");
  CHECK_FALSE(w.store.enqueue({"job_2", std::nullopt, "redrive", "cause job_1"}));
  auto r = w.make("a", [](context& c) -> result<std::string> {
    c.progress(3, 4);
    return R"({"done":true})";
  });
  CHECK(r.run_one({}).value());
  CHECK_FALSE(r.run_one({}).value());
  const auto row = w.store.look("job_1");
  CHECK(row.state == "succeeded");
  CHECK(row.result == R"({"done":true})");
  CHECK(row.what.progress_done == 3);
  CHECK(row.what.progress_total == 4);
  CHECK(w.states == std::vector<std::string>{"succeeded"});
}

TEST_CASE("a retryable error waits and comes again, a permanent one ends the job") {
  world w;
  w.enqueue("job_1");
  int calls = 0;
  auto r = w.make("a", [&](context& c) -> result<std::string> {
    CHECK(c.what().attempts == ++calls);
    if (calls < 3) return fail(error_code::broker_unavailable);
    return fail(error_code::rejected_not_found, "gone");
  });
  CHECK(r.run_one({}).value());
  CHECK_FALSE(r.run_one({}).value());
  w.clock.advance_ms(100);
  CHECK(r.run_one({}).value());
  w.clock.advance_ms(99);
  CHECK_FALSE(r.run_one({}).value());  // 200 ms, of which half are random, less than half never
  w.clock.advance_ms(101);
  CHECK(r.run_one({}).value());
  CHECK(w.store.look("job_1").state == "failed");
  CHECK(w.store.look("job_1").problem.find("rejected_not_found") != std::string::npos);
  CHECK(w.states == std::vector<std::string>{"retried", "retried", "failed"});
}

TEST_CASE("the wait between attempts doubles up to its ceiling and is half random") {
  runner_options o;
  o.retry_least = 100ms;
  o.retry_most = 1000ms;
  CHECK(retry_wait(o, 1, 0) == 50ms);
  CHECK(retry_wait(o, 1, 50) == 100ms);
  CHECK(retry_wait(o, 2, 0) == 100ms);
  CHECK(retry_wait(o, 20, 0) == 500ms);
  for (std::uint64_t i = 0; i < 2000; ++i)
    CHECK(retry_wait(o, 1'000'000, i) <= 1000ms);
}

TEST_CASE("a job of a crashed runner is taken over when the lease has run out, and knows its progress") {
  world w;
  w.enqueue("job_1");
  auto dies = w.make("a", [](context& c) -> result<std::string> {
    c.progress(7, 9);
    throw crash{};
  });
  CHECK_THROWS_AS((void)dies.run_one({}), crash);
  auto next = w.make("b", [](context& c) -> result<std::string> {
    CHECK(c.what().epoch == 2);
    return "{}";
  });
  CHECK_FALSE(next.run_one({}).value());
  w.clock.advance_ms(1001);
  CHECK(next.run_one({}).value());
  CHECK(w.store.look("job_1").state == "succeeded");
}

TEST_CASE("a job that ends every runner is given up") {
  world w;
  w.enqueue("job_1");
  auto dies = w.make("a", [](context&) -> result<std::string> { throw crash{}; });
  for (int i = 0; i < 20; ++i) {
    CHECK_THROWS_AS((void)dies.run_one({}), crash);
    w.clock.advance_ms(1001);
  }
  CHECK_FALSE(dies.run_one({}).value());
  CHECK(w.store.look("job_1").state == "failed");
}

TEST_CASE("a runner that lost its lease is told, and its result is dropped") {
  world w;
  w.enqueue("job_1");
  auto successor = w.make("b", [](context&) -> result<std::string> { return R"({"by":"b"})"; });
  auto zombie = w.make("a", [&](context& c) -> result<std::string> {
    // Its heartbeats hang until the lease is over and another runner has the job.
    const auto before = c.what().epoch;
    while (w.store.look("job_1").what.epoch == before) {
      w.clock.advance_ms(1001);
      (void)successor.run_one({});
    }
    CHECK(until([&] { return c.canceled(); }));
    return R"({"by":"a"})";
  });
  CHECK(zombie.run_one({}).value());
  CHECK(w.store.look("job_1").state == "succeeded");
  CHECK(w.store.look("job_1").result == R"({"by":"b"})");
  CHECK(w.states == std::vector<std::string>{"succeeded", "lost"});
}

TEST_CASE("a canceled job ends as canceled, a finished one stays finished") {
  world w;
  w.enqueue("job_1");
  w.enqueue("job_2");
  auto r = w.make("a", [&](context& c) -> result<std::string> {
    w.store.cancel(c.what().id);
    CHECK(until([&] { return c.canceled(); }));
    if (c.what().id == "job_2") return "{}";
    return fail(error_code::shutting_down);
  });
  CHECK(r.run_one({}).value());
  CHECK(r.run_one({}).value());
  CHECK(w.store.look("job_1").state == "canceled");
  CHECK(w.store.look("job_2").state == "succeeded");
}

TEST_CASE("a runner that is stopped gives the job back at once") {
  world w;
  w.enqueue("job_1");
  std::stop_source stop;
  auto r = w.make("a", [&](context& c) -> result<std::string> {
    stop.request_stop();
    CHECK(c.canceled());
    return fail(error_code::validation_failed);
  });
  CHECK(r.run_one(stop.get_token()).value());
  CHECK(w.store.look("job_1").state == "queued");
  auto next = w.make("b", [](context&) -> result<std::string> { return "{}"; });
  CHECK(next.run_one({}).value());
}

TEST_CASE("a result that cannot be written is made again by the next attempt") {
  test::manual_clock clock(parse_rfc3339("2026-11-23T10:00:00Z").value());
  bool away = false;
  memory_job_store store(clock, [&](std::string_view call) -> std::optional<error> {
    if (away && call != "claim") return error(error_code::database_unavailable);
    return std::nullopt;
  });
  CHECK(store.enqueue({"job_1", std::nullopt, "redrive", "c"}));
  runner_options o;
  o.owner = "a";
  o.lease = 1000ms;
  runner r(store, o);
  int calls = 0;
  r.handle("redrive", [&](context&) -> result<std::string> {
    away = ++calls == 1;
    return "{}";
  });
  CHECK(r.run_one({}).value());
  away = false;
  CHECK(store.look("job_1").state == "running");
  clock.advance_ms(1001);
  CHECK(r.run_one({}).value());
  CHECK(calls == 2);
  CHECK(store.look("job_1").state == "succeeded");
}
