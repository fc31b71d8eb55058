#include <doctest/doctest.h>

#include "tests/support/kafka.hpp"

using namespace weir;
using namespace std::chrono_literals;

namespace {

// Copies of the records of one partition, until `count` have come.
struct copy {
  stream::offset offset;
  std::int64_t appended_ms;
  std::string key, value;
  std::vector<stream::owned_header> headers;
};

std::vector<copy> read(kafka::topic_reader& reader, std::size_t count) {
  std::vector<copy> out;
  test::eventually(10s, [&] {
    const auto got = reader.poll(7, 100ms);
    REQUIRE(got);
    for (const auto& r : *got) {
      copy c{r.offset, r.appended_ms, std::string(r.key), std::string(r.value), {}};
      for (const auto& h : r.headers)
        c.headers.push_back({std::string(h.name), std::string(h.value)});
      out.push_back(std::move(c));
    }
    return out.size() >= count;
  });
  return out;
}

}  // namespace

TEST_CASE("records come back as they were published") {
  const auto config = test::kafka_config();
  test::make_topic(config, "round", 2);
  auto producer = kafka::producer::open(config, {});
  REQUIRE(producer);
  test::outcomes outcome;
  const auto before = system_clock().now().ms();
  std::vector<stream::outgoing_record> sent;
  sent.push_back(
      {"round", 1, "17", "plain", {{"weir-tenant", "ten_1"}, {"empty", ""}, {"binary", std::string("\0\xff\x01", 3)}}});
  sent.push_back({"round", 1, "", "no key, no headers", {}});
  sent.push_back({"round", 1, "k", "", {{"h", "of an empty value"}}});
  sent.push_back({"round", 1, "k", std::string(1'900'000, 'x'), {{"large", std::string(10'000, 'y')}}});
  stream::outgoing_record many{"round", 1, "k", "many headers", {}};
  for (int i = 0; i < 200; ++i)
    many.headers.push_back({"n" + std::to_string(i), std::to_string(i * i)});
  sent.push_back(many);
  for (int i = 0; i < 20; ++i)
    sent.push_back({"round", 1, "k", std::to_string(i), {{"i", std::to_string(i)}}});
  for (const auto& r : sent) {
    (*producer)->publish(r, outcome.expect());
    // One at a time, so that the order is known.
    REQUIRE(test::eventually(10s, [&] { return outcome.calls() == static_cast<std::size_t>(&r - sent.data()) + 1; }));
  }
  for (const auto& r : outcome.all()) {
    REQUIRE_MESSAGE(r.has_value(), (r ? "" : r.error().detail));
    CHECK(r->topic == "round");
    CHECK(r->partition == 1);
  }

  auto reader = kafka::topic_reader::open(config, "round");
  REQUIRE(reader);
  REQUIRE((*reader)->assign(1, 0));
  const auto got = read(**reader, sent.size());
  REQUIRE(got.size() == sent.size());
  for (std::size_t i = 0; i < sent.size(); ++i) {
    CHECK(got[i].offset == static_cast<stream::offset>(i));
    CHECK(got[i].key == sent[i].key);
    CHECK(got[i].value == sent[i].value);
    CHECK(got[i].appended_ms >= before - 2);
    CHECK(got[i].appended_ms <= system_clock().now().ms() + 2);
    REQUIRE(got[i].headers.size() == sent[i].headers.size());
    for (std::size_t h = 0; h < sent[i].headers.size(); ++h) {
      CHECK(got[i].headers[h].name == sent[i].headers[h].name);
      CHECK(got[i].headers[h].value == sent[i].headers[h].value);
    }
  }
}

TEST_CASE("bounds, fingerprints and watermarks agree with the log") {
  const auto config = test::kafka_config();
  test::make_topic(config, "bounds", 2);
  test::fill(config, "bounds", 0, 10);
  auto reader = kafka::topic_reader::open(config, "bounds");
  REQUIRE(reader);
  auto& r = **reader;
  const auto log = r.bounds(0);
  REQUIRE(log);
  CHECK(log->start == 0);
  CHECK(log->high_watermark == 10);
  CHECK(r.bounds(1)->high_watermark == 0);
  CHECK(r.bounds(7).error().code == error_code::log_topic_missing);

  CHECK_FALSE(r.latest_watermark(0).has_value());
  const auto asked = system_clock().monotonic_ms();
  REQUIRE(r.assign(0, 0));
  REQUIRE(test::eventually(5s, [&] { return r.latest_watermark(0).has_value(); }));
  CHECK(r.latest_watermark(0)->high == 10);
  CHECK(r.latest_watermark(0)->asked_ms >= asked);

  std::vector<stream::fingerprint> prints;
  REQUIRE(test::eventually(10s, [&] {
    const auto got = r.poll(100, 100ms);
    REQUIRE(got);
    for (const auto& record : *got)
      prints.push_back(stream::fingerprint_of(record));
    return prints.size() == 10;
  }));
  for (const stream::offset at : {0, 4, 9}) {
    const auto print = r.fingerprint_at(0, at);
    REQUIRE(print);
    REQUIRE(print->has_value());
    CHECK(**print == prints[static_cast<std::size_t>(at)]);
  }
  CHECK_FALSE(r.fingerprint_at(0, 10)->has_value());
  CHECK_FALSE(r.fingerprint_at(0, 1000)->has_value());

  // Asking disturbed nothing, and the watermark follows.
  test::fill(config, "bounds", 0, 5, 10);
  std::size_t more = 0;
  REQUIRE(test::eventually(10s, [&] {
    more += r.poll(100, 100ms)->size();
    return more == 5;
  }));
  CHECK(test::eventually(5s, [&] { return r.latest_watermark(0)->high == 15; }));
  r.unassign(0);
  CHECK_FALSE(r.latest_watermark(0).has_value());
}

// A worker without a partition does nothing else: it must not spin.
TEST_CASE("a poll for no records waits") {
  const auto config = test::kafka_config();
  test::make_topic(config, "idle", 1);
  auto reader = kafka::topic_reader::open(config, "idle");
  REQUIRE(reader);
  const auto before = system_clock().monotonic_ms();
  for (int i = 0; i < 10; ++i)
    CHECK((*reader)->poll(0, 20ms)->empty());
  CHECK(system_clock().monotonic_ms() - before >= 200);
}

TEST_CASE("a record that is too large is refused at once") {
  const auto config = test::kafka_config();
  test::make_topic(config, "large", 1);
  auto producer = kafka::producer::open(config, {});
  REQUIRE(producer);
  test::outcomes outcome;
  (*producer)->publish({"large", 0, "k", std::string(3 * 1024 * 1024, 'x'), {}}, outcome.expect());
  REQUIRE(outcome.calls() == 1);
  CHECK(outcome.count(error_code::broker_record_too_large) == 1);
}
