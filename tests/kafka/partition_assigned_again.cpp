#include <algorithm>
#include <random>

#include <doctest/doctest.h>

#include "tests/support/kafka.hpp"

using namespace weir;
using namespace std::chrono_literals;

TEST_CASE("assigning a partition again never returns a stale record and leaves the others alone") {
  const auto config = test::kafka_config();
  constexpr int partitions = 4;
  constexpr long count = 30'000;
  test::make_topic(config, "again", partitions);
  for (int p = 0; p < partitions; ++p)
    test::fill(config, "again", p, count);
  auto reader = kafka::topic_reader::open(config, "again");
  REQUIRE(reader);
  auto& r = **reader;
  std::vector<stream::offset> expected(partitions, 0);
  for (int p = 0; p < partitions; ++p)
    REQUIRE(r.assign(p, 0));

  std::mt19937 random(7);
  long wrong = 0;
  for (int turn = 0; turn < 200; ++turn) {
    // Take a little, so that the queue is full of what the next assignment makes stale.
    for (int polls = 0; polls < 3; ++polls) {
      const auto got = r.poll(500, 50ms);
      REQUIRE_MESSAGE(got.has_value(), (got ? "" : got.error().detail));
      for (const auto& record : *got) {
        auto& next = expected[static_cast<std::size_t>(record.partition)];
        wrong += record.offset != next || record.value != std::to_string(record.offset);
        next = record.offset + 1;
      }
    }
    const auto p = static_cast<int>(random() % partitions);
    const auto to = static_cast<stream::offset>(random() % count);
    expected[static_cast<std::size_t>(p)] = to;
    if (turn % 3 == 0) r.unassign(p);
    REQUIRE(r.assign(p, to));
  }
  CHECK(wrong == 0);
  // All of them still arrive at the end.
  CHECK(test::eventually(20s, [&] {
    const auto got = r.poll(5000, 100ms);
    REQUIRE(got);
    for (const auto& record : *got)
      expected[static_cast<std::size_t>(record.partition)] = record.offset + 1;
    return std::ranges::all_of(expected, [](auto next) { return next == count; });
  }));
  // librdkafka's own versions did the work: the reader's check met next to nothing.
  MESSAGE("records dropped by the reader's own check: " << r.count().dropped);
}

TEST_CASE("many partitions are read side by side") {
  const auto config = test::kafka_config();
  constexpr int partitions = 64;
  test::make_topic(config, "many", partitions);
  auto producer = kafka::producer::open(config, {.linger_ms = 5, .topics = {"many"}});
  REQUIRE(producer);
  test::outcomes outcome;
  for (int i = 0; i < 6400; ++i)
    (*producer)->publish({"many", i % partitions, "k", std::to_string(i), {}}, outcome.expect());
  REQUIRE(test::eventually(30s, [&] { return outcome.calls() == 6400; }));
  CHECK(outcome.acknowledged() == 6400);
  auto reader = kafka::topic_reader::open(config, "many");
  REQUIRE(reader);
  for (int p = 0; p < partitions; ++p)
    REQUIRE((*reader)->assign(p, 0));
  std::size_t seen = 0;
  CHECK(test::eventually(20s, [&] {
    const auto got = (*reader)->poll(1000, 100ms);
    REQUIRE(got);
    seen += got->size();
    return seen == 6400;
  }));
  CHECK(test::eventually(5s, [&] { return (*reader)->latest_watermark(63).has_value(); }));
}

TEST_CASE("a reader ends at once with records in hand and a full queue") {
  const auto config = test::kafka_config();
  test::make_topic(config, "ends", 2);
  test::fill(config, "ends", 0, 50'000);
  auto reader = kafka::topic_reader::open(config, "ends");
  REQUIRE(reader);
  REQUIRE((*reader)->assign(0, 0));
  REQUIRE((*reader)->assign(1, 0));
  REQUIRE(test::eventually(10s, [&] { return (*reader)->count().queued > 1000; }));
  const auto got = (*reader)->poll(1000, 1s);
  REQUIRE(got);
  REQUIRE_FALSE(got->empty());
  const auto start = std::chrono::steady_clock::now();
  reader->reset();
  CHECK(std::chrono::steady_clock::now() - start < 5s);
}
