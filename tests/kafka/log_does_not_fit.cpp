#include <algorithm>

#include <doctest/doctest.h>

#include "tests/support/kafka.hpp"

using namespace weir;
using namespace std::chrono_literals;

namespace {

// Polls until an error comes; its code.
error_code first_error(kafka::topic_reader& reader, std::chrono::milliseconds within = 20s) {
  auto code = error_code::internal_error;
  test::eventually(within, [&] {
    const auto got = reader.poll(1000, 100ms);
    if (got) return false;
    code = got.error().code;
    MESSAGE(got.error().detail);
    return true;
  });
  return code;
}

std::size_t read_some(kafka::topic_reader& reader, std::size_t count) {
  std::size_t seen = 0;
  test::eventually(10s, [&] {
    const auto got = reader.poll(1000, 100ms);
    if (got) seen += got->size();
    return seen >= count;
  });
  return seen;
}

}  // namespace

TEST_CASE("a position that retention has passed is named, others go on") {
  const auto config = test::kafka_config();
  test::make_topic(config, "passed", 2);
  test::fill(config, "passed", 0, 100);
  test::fill(config, "passed", 1, 100);
  test::delete_records(config, "passed", 0, 60);
  auto reader = kafka::topic_reader::open(config, "passed");
  REQUIRE(reader);
  auto& r = **reader;
  CHECK(r.bounds(0)->start == 60);
  CHECK_FALSE(r.fingerprint_at(0, 59)->has_value());
  CHECK(r.fingerprint_at(0, 60)->has_value());
  REQUIRE(r.assign(0, 10));
  CHECK(first_error(r) == error_code::log_retention_passed);
  CHECK(r.poll_error_partition().value_or(-1) == 0);
  REQUIRE(r.assign(1, 0));
  CHECK(read_some(r, 100) == 100);
  // The operator accepts the loss.
  REQUIRE(r.assign(0, 60));
  CHECK(read_some(r, 40) == 40);
}

TEST_CASE("a position behind the end of the log is truncation") {
  const auto config = test::kafka_config();
  test::make_topic(config, "short", 1);
  test::fill(config, "short", 0, 10);
  auto reader = kafka::topic_reader::open(config, "short");
  REQUIRE(reader);
  REQUIRE((*reader)->assign(0, 11));
  CHECK(first_error(**reader) == error_code::log_truncated);
  CHECK((*reader)->poll_error_partition().value_or(-1) == 0);
  REQUIRE((*reader)->assign(0, 10));
  CHECK((*reader)->poll(10, 300ms)->empty());
}

TEST_CASE("an offset that the log skips is a gap") {
  const auto config = test::kafka_config();
  test::make_topic(config, "gap", 1);
  test::fill(config, "gap", 0, 3);
  test::produce_transaction(config, "gap", 0);  // offsets 3 and 4, its marker at 5
  auto reader = kafka::topic_reader::open(config, "gap");
  REQUIRE(reader);
  REQUIRE(test::eventually(10s, [&] { return (*reader)->bounds(0)->high_watermark == 6; }));
  test::fill(config, "gap", 0, 3, 6);
  REQUIRE((*reader)->assign(0, 0));
  CHECK(read_some(**reader, 5) == 5);
  CHECK(first_error(**reader) == error_code::log_gap);
  CHECK((*reader)->poll_error_partition().value_or(-1) == 0);
  CHECK((*reader)->poll(10, 200ms)->empty());
  REQUIRE((*reader)->assign(0, 6));
  CHECK(read_some(**reader, 3) == 3);
}

TEST_CASE("a topic that is not there is named, and read once it is made") {
  const auto config = test::kafka_config();
  auto reader = kafka::topic_reader::open(config, "later");
  REQUIRE(reader);
  REQUIRE((*reader)->assign(0, 0));
  CHECK(first_error(**reader) == error_code::log_topic_missing);
  CHECK((*reader)->bounds(0).error().code == error_code::log_topic_missing);
  test::make_topic(config, "later", 1);
  test::fill(config, "later", 0, 10);
  CHECK(read_some(**reader, 10) == 10);
}

TEST_CASE("a topic that was made again is found out by its fingerprint or its end") {
  const auto config = test::kafka_config();
  test::make_topic(config, "remade", 1);
  test::fill(config, "remade", 0, 100);
  std::optional<stream::fingerprint> first;
  {
    auto reader = kafka::topic_reader::open(config, "remade");
    REQUIRE(reader);
    first = *(*reader)->fingerprint_at(0, 4);
    REQUIRE(first.has_value());
  }
  test::delete_topic(config, "remade");
  test::make_topic(config, "remade", 1);
  test::fill(config, "remade", 0, 10);
  auto reader = kafka::topic_reader::open(config, "remade");
  REQUIRE(reader);
  const auto second = (*reader)->fingerprint_at(0, 4);
  REQUIRE(second);
  REQUIRE(second->has_value());
  CHECK(**second != *first);
  REQUIRE((*reader)->assign(0, 100));
  CHECK(first_error(**reader) == error_code::log_truncated);
}

TEST_CASE("a topic deleted under a reader is named") {
  const auto config = test::kafka_config();
  test::make_topic(config, "deleted", 1);
  test::fill(config, "deleted", 0, 10);
  auto reader = kafka::topic_reader::open(config, "deleted");
  REQUIRE(reader);
  REQUIRE((*reader)->assign(0, 0));
  CHECK(read_some(**reader, 10) == 10);
  test::delete_topic(config, "deleted");
  CHECK(first_error(**reader, 30s) == error_code::log_topic_missing);
}
