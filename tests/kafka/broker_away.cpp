#include <doctest/doctest.h>

#include "tests/support/kafka.hpp"

using namespace weir;
using namespace std::chrono_literals;

TEST_CASE("a reader whose broker is away says so and ends at once") {
  kafka::reader_settings settings;
  settings.unavailable_after = 500ms;
  settings.question_deadline = 300ms;
  auto reader = kafka::topic_reader::open(test::kafka_config("127.0.0.1:1"), "any", settings);
  REQUIRE(reader);
  for (int p = 0; p < 8; ++p)
    REQUIRE((*reader)->assign(p, 0));
  CHECK(test::eventually(5s, [&] {
    const auto got = (*reader)->poll(100, 20ms);
    return !got && got.error().code == error_code::broker_unavailable && got.error().retryable();
  }));
  CHECK_FALSE((*reader)->poll_error_partition().has_value());
  CHECK_FALSE((*reader)->latest_watermark(0).has_value());
  auto start = std::chrono::steady_clock::now();
  CHECK((*reader)->bounds(0).error().code == error_code::broker_unavailable);
  CHECK((*reader)->fingerprint_at(0, 0).error().code == error_code::broker_unavailable);
  CHECK(std::chrono::steady_clock::now() - start < 3s);
  start = std::chrono::steady_clock::now();
  (*reader)->unassign(3);
  reader->reset();
  CHECK(std::chrono::steady_clock::now() - start < 3s);
}
