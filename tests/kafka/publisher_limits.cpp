#include <atomic>

#include <doctest/doctest.h>

#include "tests/support/kafka.hpp"

using namespace weir;
using namespace std::chrono_literals;

namespace {

stream::outgoing_record small(int i = 0) {
  return {"usage", 0, "k", std::to_string(i), {{"h", "v"}}};
}

}  // namespace

TEST_CASE("a full queue refuses at once") {
  const auto config = test::kafka_config("127.0.0.1:1");  // nobody there
  kafka::producer_settings settings;
  settings.queued_records = 100;
  settings.unavailable_after = 60s;
  settings.drain = 100ms;
  test::outcomes outcome;
  {
    auto producer = kafka::producer::open(config, settings);
    REQUIRE(producer);
    for (int i = 0; i < 150; ++i)
      (*producer)->publish(small(i), outcome.expect());
    CHECK(outcome.calls() == 50);
    CHECK(outcome.count(error_code::broker_unavailable) == 50);
    CHECK((*producer)->count().owed == 100);
  }
  // The end of the producer owes nobody an answer.
  CHECK(outcome.calls() == 150);
  CHECK(outcome.twice() == 0);
  CHECK(outcome.count(error_code::broker_unavailable) == 150);  // never sent: surely not written
}

TEST_CASE("the deadline answers once, and the late report is ignored") {
  test::mock_broker broker;
  kafka::producer_settings settings;
  settings.deadline = 200ms;
  settings.topics = {"usage"};
  std::atomic<int> bursts = 0;
  kafka::producer_hooks hooks;
  hooks.burst_end = [&] { ++bursts; };
  auto producer = kafka::producer::open(broker.config(), settings, std::move(hooks));
  REQUIRE(producer);
  test::outcomes warm;
  (*producer)->publish(small(), warm.expect());
  REQUIRE(test::eventually(10s, [&] { return warm.calls() == 1; }));
  broker.set_round_trip(1500);
  test::outcomes outcome;
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 10; ++i)
    (*producer)->publish(small(i), outcome.expect());
  REQUIRE(test::eventually(5s, [&] { return outcome.calls() == 10; }));
  const auto took = std::chrono::steady_clock::now() - start;
  CHECK(took >= 200ms);
  CHECK(took < 1200ms);
  CHECK(outcome.count(error_code::broker_timeout) == 10);
  CHECK(bursts > 0);
  // The broker's late yes.
  broker.set_round_trip(1);
  CHECK(test::eventually(10s, [&] {
    test::outcomes probe;
    (*producer)->publish(small(), probe.expect());
    REQUIRE(test::eventually(5s, [&] { return probe.calls() == 1; }));
    return probe.acknowledged() == 1;
  }));
  CHECK(outcome.calls() == 10);
  CHECK(outcome.twice() == 0);
}

TEST_CASE("a broker that is away makes publishing fail fast, and its return is noticed") {
  test::mock_broker broker;
  kafka::producer_settings settings;
  settings.topics = {"usage"};
  settings.unavailable_after = 1s;
  settings.drain = 500ms;
  auto producer = kafka::producer::open(broker.config(), settings);
  REQUIRE(producer);
  const auto outcome_of_one = [&]() -> std::optional<result<stream::position>> {
    test::outcomes one;
    (*producer)->publish(small(), one.expect());
    if (!test::eventually(300ms, [&] { return one.calls() == 1; })) return std::nullopt;
    return one.all().front();
  };
  REQUIRE(test::eventually(10s, [&] {
    const auto got = outcome_of_one();
    return got && got->has_value();
  }));
  broker.set_up(false);
  CHECK(test::eventually(10s, [&] {
    const auto got = outcome_of_one();
    return got && !got->has_value() && got->error().code == error_code::broker_unavailable;
  }));
  CHECK((*producer)->count().refusing);
  broker.set_up(true);
  const auto back = std::chrono::steady_clock::now();
  CHECK(test::eventually(10s, [&] {
    const auto got = outcome_of_one();
    return got && got->has_value();
  }));
  MESSAGE("recovered after " << (std::chrono::steady_clock::now() - back) / 1ms << " ms");
  CHECK(std::chrono::steady_clock::now() - back < 4s);
  CHECK(test::eventually(5s, [&] { return (*producer)->count().owed == 0; }));
}

TEST_CASE("a producer ends in bounded time when its broker is gone") {
  test::mock_broker broker;
  kafka::producer_settings settings;
  settings.topics = {"usage"};
  settings.drain = 300ms;
  auto producer = kafka::producer::open(broker.config(), settings);
  REQUIRE(producer);
  broker.set_up(false);
  test::outcomes outcome;
  for (int i = 0; i < 1000; ++i)
    (*producer)->publish(small(i), outcome.expect());
  const auto start = std::chrono::steady_clock::now();
  producer->reset();
  CHECK(std::chrono::steady_clock::now() - start < 8s);
  CHECK(outcome.calls() == 1000);
  CHECK(outcome.twice() == 0);
  CHECK(outcome.acknowledged() == 0);
}
