#include <atomic>
#include <thread>

#include <doctest/doctest.h>

#include "tests/support/kafka.hpp"
#include <weir/kafka/bounded_reader.hpp>

using namespace weir;
using namespace std::chrono_literals;

TEST_CASE("a bounded read stops at its limits and goes on from its cursor") {
  const auto config = test::kafka_config();
  test::make_topic(config, "browse", 1);
  test::fill(config, "browse", 0, 100, 0, 1000);
  kafka::bounded_reader reader(config, 2);

  auto page = reader.read("browse", 0, 5, {.records = 10, .bytes = 1'000'000, .time = 5s});
  REQUIRE(page);
  REQUIRE(page->records.size() == 10);
  CHECK(page->records.front().offset == 5);
  CHECK(page->records.front().key == "k");
  CHECK(page->records.front().value.starts_with("5"));
  CHECK(page->next == 15);
  CHECK_FALSE(page->end_of_log);

  page = reader.read("browse", 0, page->next, {.records = 1000, .bytes = 2500, .time = 5s});
  REQUIRE(page);
  CHECK(page->records.size() == 3);
  CHECK(page->next == 18);

  page = reader.read("browse", 0, page->next, {.records = 1000, .bytes = 10'000'000, .time = 5s});
  REQUIRE(page);
  CHECK(page->records.size() == 82);
  CHECK(page->next == 100);
  CHECK(page->end_of_log);

  page = reader.read("browse", 0, 100, {});
  REQUIRE(page);
  CHECK(page->records.empty());
  CHECK(page->end_of_log);
  CHECK(reader.bounds("browse", 0, 5s)->high_watermark == 100);

  CHECK(reader.read("browse", 0, 101, {}).error().code == error_code::log_truncated);
  CHECK(reader.read("absent", 0, 0, {}).error().code == error_code::log_topic_missing);
  test::delete_records(config, "browse", 0, 50);
  CHECK(reader.read("browse", 0, 49, {}).error().code == error_code::log_retention_passed);
}

TEST_CASE("bounded reads run at the same time") {
  const auto config = test::kafka_config();
  test::make_topic(config, "threads", 2);
  for (int p = 0; p < 2; ++p)
    test::fill(config, "threads", p, 200);
  kafka::bounded_reader reader(config, 2);
  std::atomic<long> records = 0;
  std::atomic<int> failed = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 5; ++i) {
        const auto page = reader.read("threads", t % 2, 10 * i, {.records = 20, .bytes = 100'000, .time = 10s});
        if (!page || page->records.size() != 20 || page->records.front().value != std::to_string(10 * i))
          ++failed;
        else
          records += static_cast<long>(page->records.size());
      }
    });
  }
  for (auto& t : threads)
    t.join();
  CHECK(failed == 0);
  CHECK(records == 400);
}

TEST_CASE("a bounded read of a broker that is away ends in time") {
  kafka::bounded_reader reader(test::kafka_config("127.0.0.1:1"));
  const auto start = std::chrono::steady_clock::now();
  const auto page = reader.read("any", 0, 0, {.records = 1, .bytes = 1, .time = 1s});
  REQUIRE_FALSE(page);
  CHECK(page.error().code == error_code::broker_unavailable);
  CHECK(std::chrono::steady_clock::now() - start < 4s);
}
