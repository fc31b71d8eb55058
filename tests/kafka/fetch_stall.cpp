#include <algorithm>

#include <doctest/doctest.h>

#include "tests/support/kafka.hpp"

using namespace weir;
using namespace std::chrono_literals;

namespace {

struct observed {
  long seen = 0;
  std::chrono::nanoseconds longest{};  // without a record although the log had more
  std::uint64_t questions = 0;
};

// A consumer slower than the fetcher: works 2 µs on each record.
observed catch_up(const kafka::client_config& config, bool wake, long count) {
  kafka::reader_settings settings;
  settings.wake_fetches = wake;
  if (!wake) settings.ask_idle = 20s;
  settings.queued_records = 20'000;
  auto reader = kafka::topic_reader::open(config, "stall", settings);
  REQUIRE(reader);
  for (int p = 0; p < 2; ++p)
    REQUIRE((*reader)->assign(p, 0));
  observed out;
  auto last = std::chrono::steady_clock::now();
  while (out.seen < count) {
    const auto got = (*reader)->poll(1000, 100ms);
    REQUIRE(got);
    const auto now = std::chrono::steady_clock::now();
    if (!got->empty()) {
      if (out.seen > 0) out.longest = std::max(out.longest, std::chrono::nanoseconds(now - last));
      out.seen += static_cast<long>(got->size());
      last = std::chrono::steady_clock::now() + 2us * got->size();
      while (std::chrono::steady_clock::now() < last) {
      }
    }
    REQUIRE(now - last < 20s);
  }
  out.questions = (*reader)->count().questions;
  return out;
}

}  // namespace

TEST_CASE("catching up is not held up by the fetch stall of librdkafka") {
  const auto config = test::kafka_config();
  test::make_topic(config, "stall", 2);
  constexpr long count = 500'000;
  for (int p = 0; p < 2; ++p)
    test::fill(config, "stall", p, count, 0, 100);

  // The stall is there (a newer librdkafka that has none may drop the whole mechanism), …
  const auto stalled = catch_up(config, false, 150'000);
  CHECK(stalled.longest > 500ms);
  // … and the questions to the broker end it, for a million records.
  const auto woken = catch_up(config, true, 2 * count);
  MESSAGE("longest pause without questions " << stalled.longest / 1ms << " ms, with " << woken.longest / 1ms << " ms, "
                                             << woken.questions << " questions");
  CHECK(woken.longest < 500ms);
  CHECK(woken.questions > 20);
}
