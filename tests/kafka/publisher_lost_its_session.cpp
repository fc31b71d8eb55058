#include <atomic>

#include <doctest/doctest.h>

#include "tests/support/kafka.hpp"

using namespace weir;
using namespace std::chrono_literals;

namespace {

constexpr int out_of_order_sequence_number = 45;

stream::outgoing_record small(int i) {
  return {"usage", 0, "k", std::to_string(i), {}};
}

void check_takes_over(kafka::producer& producer) {
  // Records between the error and the new producer are refused as broker_fatal; then it works again.
  CHECK(test::eventually(10s, [&] {
    test::outcomes one;
    producer.publish(small(0), one.expect());
    REQUIRE(test::eventually(5s, [&] { return one.calls() == 1; }));
    return one.acknowledged() == 1;
  }));
}

}  // namespace

TEST_CASE("a fatal error fails what is outstanding and a new producer takes over") {
  test::mock_broker broker;
  std::atomic<int> rebuilds = 0;
  kafka::producer_settings settings;
  settings.topics = {"usage"};
  kafka::producer_hooks hooks;
  hooks.rebuilt = [&] { ++rebuilds; };
  auto producer = kafka::producer::open(broker.config(), settings, std::move(hooks));
  REQUIRE(producer);
  check_takes_over(**producer);
  broker.set_round_trip(800);
  test::outcomes outcome;
  for (int i = 0; i < 20; ++i)
    (*producer)->publish(small(i), outcome.expect());
  (*producer)->inject_fatal_error();
  REQUIRE(test::eventually(10s, [&] { return outcome.calls() == 20; }));
  for (const auto& r : outcome.all())
    CHECK((r ? "acknowledged" : name(r.error().code)) == "broker_fatal");
  CHECK(outcome.twice() == 0);
  broker.set_round_trip(1);
  check_takes_over(**producer);
  CHECK(test::eventually(5s, [&] { return rebuilds == 1; }));
  CHECK((*producer)->count().rebuilds == 1);
  CHECK((*producer)->count().owed == 0);
}

TEST_CASE("a sequence that the broker refuses is fatal, and is got over") {
  test::mock_broker broker;
  kafka::producer_settings settings;
  settings.topics = {"usage"};
  auto producer = kafka::producer::open(broker.config(), settings);
  REQUIRE(producer);
  check_takes_over(**producer);
  broker.fail_produce(out_of_order_sequence_number, 1);
  test::outcomes outcome;
  (*producer)->publish(small(1), outcome.expect());
  REQUIRE(test::eventually(10s, [&] { return outcome.calls() == 1; }));
  CHECK(outcome.acknowledged() == 0);
  check_takes_over(**producer);
  CHECK((*producer)->count().rebuilds >= 1);
}

TEST_CASE("a session that makes no progress though the broker answers is given up, one whose broker is away is not") {
  constexpr int not_enough_replicas = 19;  // librdkafka repeats it
  test::mock_broker broker;
  kafka::producer_settings settings;
  settings.topics = {"usage"};
  settings.deadline = 200ms;
  settings.unavailable_after = 400ms;
  settings.stuck_after = 800ms;
  auto producer = kafka::producer::open(broker.config(), settings);
  REQUIRE(producer);
  check_takes_over(**producer);
  test::outcomes outcome;
  broker.set_up(false);
  (*producer)->publish(small(1), outcome.expect());
  REQUIRE(test::eventually(5s, [&] { return (*producer)->count().refusing; }));
  CHECK_FALSE(test::eventually(2s, [&] { return (*producer)->count().rebuilds > 0; }));
  broker.set_up(true);
  check_takes_over(**producer);
  CHECK((*producer)->count().rebuilds == 0);
  broker.fail_produce(not_enough_replicas, 1000);
  (*producer)->publish(small(2), outcome.expect());
  CHECK(test::eventually(5s, [&] { return (*producer)->count().rebuilds == 1; }));
  CHECK(outcome.count(error_code::broker_timeout) == 2);
  CHECK(outcome.twice() == 0);
}
