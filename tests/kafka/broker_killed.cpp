#include <atomic>
#include <map>
#include <thread>

#include <doctest/doctest.h>

#include "tests/support/kafka.hpp"

using namespace weir;
using namespace std::chrono_literals;

TEST_CASE("kill -9 of the broker while producing and reading loses no acknowledged record") {
  test::own_broker broker;
  const auto config = broker.config();
  test::make_topic(config, "killed", 2);
  kafka::producer_settings settings;
  settings.topics = {"killed"};
  settings.deadline = 4s;
  settings.unavailable_after = 1s;
  auto producer = kafka::producer::open(config, settings);
  REQUIRE(producer);
  auto reader = kafka::topic_reader::open(config, "killed");
  REQUIRE(reader);
  for (int p = 0; p < 2; ++p)
    REQUIRE((*reader)->assign(p, 0));

  std::atomic<bool> stop = false;
  std::atomic<int> published = 0;
  test::outcomes outcome;
  std::mutex mutex;
  std::map<std::pair<int, stream::offset>, std::string> acknowledged;  // what the broker said yes to, and where
  std::thread load([&] {
    while (!stop) {
      const int i = published++;
      (*producer)->publish({"killed", i % 2, "k", std::to_string(i), {}}, [&, i, done = outcome.expect()](
                                                                              result<stream::position> r) mutable {
        if (r) {
          const std::lock_guard lock(mutex);
          CHECK(acknowledged.emplace(std::pair(r->partition, r->offset), std::to_string(i)).second);
        }
        done(std::move(r));
      });
      std::this_thread::sleep_for(200us);
    }
  });
  std::map<std::pair<int, stream::offset>, std::string> log;
  std::vector<stream::offset> next(2, 0);
  bool unavailable = false;
  const auto read = [&] {
    const auto got = (*reader)->poll(1000, 20ms);
    if (!got) {
      CHECK(got.error().code == error_code::broker_unavailable);
      unavailable = true;
      return;
    }
    for (const auto& r : *got) {
      const auto p = static_cast<std::size_t>(r.partition);
      CHECK(r.offset == next[p]);
      next[p] = r.offset + 1;
      log[{r.partition, r.offset}] = std::string(r.value);
    }
  };
  const auto read_until = [&](std::chrono::milliseconds within, const std::function<bool()>& condition) {
    return test::eventually(within, [&] {
      read();
      return condition();
    });
  };
  REQUIRE(read_until(20s, [&] { return next[0] > 500; }));
  for (int round = 0; round < 2; ++round) {
    broker.kill_now();
    unavailable = false;
    CHECK(read_until(15s, [&] { return unavailable && (*producer)->count().refusing; }));
    broker.start();
    const auto before = outcome.acknowledged();
    const auto back = std::chrono::steady_clock::now();
    CHECK(read_until(20s, [&] { return outcome.acknowledged() > before + 100; }));
    const auto read_so_far = next;
    CHECK(read_until(20s, [&] { return next[0] > read_so_far[0] && next[1] > read_so_far[1]; }));
    MESSAGE("acknowledged again after " << (std::chrono::steady_clock::now() - back) / 1ms << " ms");
  }
  stop = true;
  load.join();
  producer->reset();
  CHECK(outcome.calls() == static_cast<std::size_t>(published));
  CHECK(outcome.twice() == 0);
  CHECK(outcome.acknowledged() == acknowledged.size());
  CHECK(read_until(20s, [&] {
    return next[0] == (*reader)->bounds(0)->high_watermark && next[1] == (*reader)->bounds(1)->high_watermark;
  }));
  std::size_t lost = 0;
  for (const auto& [at, value] : acknowledged) {
    const auto found = log.find(at);
    lost += found == log.end() || found->second != value;
  }
  CHECK(lost == 0);
  MESSAGE(published << " published, " << acknowledged.size() << " acknowledged, " << log.size() << " in the log, "
                    << outcome.count(error_code::broker_unavailable) << " refused, "
                    << outcome.count(error_code::broker_timeout) << " timed out, "
                    << outcome.count(error_code::broker_fatal) << " fatal");
}
