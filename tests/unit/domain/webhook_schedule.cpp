// When a webhook is sent again, when not any more, and when its endpoint gets a rest.
#include <limits>
#include <vector>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/domain/webhook_schedule.hpp>

using namespace weir;
using namespace weir::domain;
using enum webhook_verdict;

namespace {

constexpr std::int64_t second = 1000;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t hour = 60 * minute;

}  // namespace

TEST_CASE("ten attempts, later each time, within three days and a half") {
  std::vector<std::int64_t> waits;
  std::int64_t whole = 0;
  std::int32_t round = 0;
  for (;; ++round) {
    const auto d = after_attempt(round, 0, {500}, 0);
    if (d.verdict != again) {
      CHECK(d == webhook_decision{spent, 0, 0});
      break;
    }
    waits.push_back(d.wait_ms);
    whole += after_attempt(round, 0, {500}, 1024).wait_ms;
  }
  CHECK(round + 1 == webhook_attempts);
  CHECK(waits == std::vector<std::int64_t>{5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour,
                                           14 * hour, 20 * hour, 24 * hour});
  CHECK(whole < 4 * 24 * hour);
  CHECK(after_attempt(1'000'000, 0, {0}, 0).verdict == spent);
}

TEST_CASE("what an answer says") {
  for (const std::int32_t status : {200, 201, 202, 204, 299})
    CHECK(after_attempt(3, 9, {status, 60}, 7) == webhook_decision{delivered, 0, 0});
  for (const std::int32_t status : {0, 100, 199, 300, 301, 302, 307, 400, 401, 404, 409, 411, 500, 503, 599}) {
    CAPTURE(status);
    CHECK(after_attempt(0, 0, {status}, 0) == webhook_decision{again, 5 * second, 0});
  }
  for (const std::int32_t round : {0, 5, webhook_attempts - 1, 100})
    CHECK(after_attempt(round, 9, {410, 60}, 7) == webhook_decision{gone, 0, 0});
}

TEST_CASE("those that failed at one moment part, by a fifth at most") {
  CHECK(after_attempt(1, 0, {500}, 1024).wait_ms == 6 * minute);
  CHECK(after_attempt(1, 0, {500}, 512).wait_ms == 5 * minute + 30 * second);
  CHECK(after_attempt(8, 0, {500}, 1024).wait_ms == 24 * hour + 24 * hour / 5);
}

TEST_CASE("an endpoint may ask for patience, up to an hour or twice what it would have been") {
  CHECK(after_attempt(0, 0, {503, 120}, 0) == webhook_decision{again, 2 * minute, 0});
  CHECK(after_attempt(0, 0, {503, 120}, 1024).wait_ms == 2 * minute + second);
  CHECK(after_attempt(0, 0, {503, 2}, 0).wait_ms == 5 * second);
  CHECK(after_attempt(0, 0, {503, 1'000'000}, 1024).wait_ms == hour);
  CHECK(after_attempt(3, 0, {503, 1'000'000}, 1024).wait_ms == 4 * hour);
  CHECK(after_attempt(0, 0, {503, std::numeric_limits<std::int64_t>::max()}, 0).wait_ms == hour);
  CHECK(after_attempt(0, 0, {503, std::numeric_limits<std::int64_t>::min()}, 0).wait_ms == 5 * second);
}

TEST_CASE("an endpoint that asks for less gets a rest as a whole") {
  for (const std::int32_t status : {429, 502, 504}) {
    CAPTURE(status);
    CHECK(after_attempt(0, 0, {status}, 0).pause_ms == 5 * second);
    CHECK(after_attempt(0, 0, {status, 90}, 0).pause_ms == 90 * second);
    CHECK(after_attempt(0, 0, {status, 1'000'000}, 0).pause_ms == hour);
    CHECK(after_attempt(webhook_attempts - 1, 0, {status, 90}, 0) == webhook_decision{spent, 0, 90 * second});
  }
  CHECK(after_attempt(0, 0, {503, 90}, 0).pause_ms == 0);
}

TEST_CASE("an endpoint that does nothing but fail gets a rest from the fifth failure on") {
  const auto pause = [](std::int32_t failures_before) { return after_attempt(2, failures_before, {500}, 0).pause_ms; };
  CHECK(pause(0) == 0);
  CHECK(pause(3) == 0);
  CHECK(pause(4) == 5 * second);
  CHECK(pause(5) == 10 * second);
  CHECK(pause(9) == 160 * second);
  CHECK(pause(10) == 5 * minute);
  CHECK(pause(std::numeric_limits<std::int32_t>::max()) == 5 * minute);
  CHECK(after_attempt(2, 4, {429, 90}, 0).pause_ms == 90 * second);
  CHECK(after_attempt(2, 10, {429, 90}, 0).pause_ms == 5 * minute);
}

TEST_CASE("whatever comes, waits and pauses stay within their limits") {
  CHECK(rc::check("limits", [] {
    const auto round = *rc::gen::arbitrary<std::int32_t>();
    const auto failures = *rc::gen::arbitrary<std::int32_t>();
    const webhook_answer a{*rc::gen::inRange(0, 600), *rc::gen::arbitrary<std::int64_t>()};
    const auto d = after_attempt(round, failures, a, *rc::gen::arbitrary<std::uint32_t>());
    RC_ASSERT(d.verdict != refused);
    RC_ASSERT(d.pause_ms >= 0);
    RC_ASSERT(d.pause_ms <= hour);
    RC_ASSERT((d.verdict == again) == (d.wait_ms > 0));
    RC_ASSERT(d.wait_ms <= 48 * hour);
  }));
}
