#include <array>

#include <doctest/doctest.h>

#include "tests/support/kafka.hpp"
#include <weir/kafka/lag_offsets.hpp>

using namespace weir;
using namespace std::chrono_literals;

TEST_CASE("lag tools see the committed offsets of a group that nobody joined") {
  const auto config = test::kafka_config();
  test::make_topic(config, "lag", 2);
  const auto group = config.topic_prefix + "usage";
  auto offsets = kafka::lag_offsets::open(config, group, "lag");
  REQUIRE(offsets);
  // The first commits may find no coordinator yet; they are repeated with each flush.
  CHECK(test::eventually(30s, [&] {
    (*offsets)->commit(std::array{kafka::lag_offsets::at{0, 42}, kafka::lag_offsets::at{1, 7}});
    return test::committed_offset(config, group, "lag", 0) == 42 &&
           test::committed_offset(config, group, "lag", 1) == 7;
  }));
}

TEST_CASE("a failing commit for lag tools delays nobody") {
  auto offsets = kafka::lag_offsets::open(test::kafka_config("127.0.0.1:1"), "g", "lag");
  REQUIRE(offsets);
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 100; ++i)
    (*offsets)->commit(std::array{kafka::lag_offsets::at{0, i}});
  offsets->reset();
  CHECK(std::chrono::steady_clock::now() - start < 5s);
}
