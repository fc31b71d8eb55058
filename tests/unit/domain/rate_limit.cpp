#include <vector>

#include <doctest/doctest.h>

#include <weir/domain/rate_limit.hpp>

using namespace weir::domain;

TEST_CASE("a quota can be used at once and refills evenly") {
  const rate_quota quota{10, 1000};
  rate_use use;
  for (int i = 9; i >= 0; --i)
    CHECK(take(quota, use, 1, 5000).remaining == i);
  const auto refused = take(quota, use, 1, 5000);
  CHECK(!refused.allowed);
  CHECK(refused.remaining == 0);
  CHECK(refused.reset_s == 1);
  CHECK(!take(quota, use, 1, 5099).allowed);
  CHECK(take(quota, use, 1, 5100).allowed);
  CHECK(!take(quota, use, 1, 5100).allowed);
  CHECK(take(quota, use, 5, 5600).allowed);
  CHECK(is_unused(quota, use, 6600));
  CHECK(!is_unused(quota, use, 6500));
}

TEST_CASE("in any stretch of time no more passes than the burst and what refilled") {
  const rate_quota quota{100, 60'000};
  rate_use use;
  std::int64_t passed = 0;
  std::uint32_t random = 1;
  std::int64_t now = 1000;
  while (now < 1000 + 10 * 60'000) {
    random = random * 1664525u + 1013904223u;
    now += random >> 24;
    if (take(quota, use, 1, now).allowed) ++passed;
    CHECK(passed <= 100 + (now - 1000) * 100 / 60'000);
  }
  CHECK(passed >= 1095);  // and hardly less
}

TEST_CASE("what is larger than the whole quota passes when nothing is used, and its debt is paid first") {
  const rate_quota quota{10, 1000};
  rate_use use;
  CHECK(take(quota, use, 30, 0).allowed);
  CHECK(take(quota, use, 1, 0).reset_s == 3);  // the wait is told in whole seconds, never too short
  CHECK(!take(quota, use, 1, 2099).allowed);
  CHECK(take(quota, use, 1, 2100).allowed);
  CHECK(!take(quota, use, 30, 2100).allowed);
}

TEST_CASE("a cost that is known only afterwards is charged, and keeps the next one out") {
  const rate_quota quota{10, 1000};
  rate_use use;
  CHECK(take(quota, use, 0, 0).allowed);
  charge(quota, use, 25, 0);
  CHECK(!take(quota, use, 0, 0).allowed);
  CHECK(!take(quota, use, 0, 1599).allowed);
  CHECK(take(quota, use, 0, 1600).allowed);
}

TEST_CASE("a clock that stands still or goes back gives nothing away") {
  const rate_quota quota{1, 60'000};
  rate_use use;
  CHECK(take(quota, use, 1, 100'000).allowed);
  CHECK(!take(quota, use, 1, 40'000).allowed);
  CHECK(!take(quota, use, 1, 159'999).allowed);
  CHECK(take(quota, use, 1, 160'000).allowed);
}

TEST_CASE("the largest quota stays inside 64 bits") {
  const rate_quota quota{10'000'000'000, 60'000};
  rate_use use;
  CHECK(take(quota, use, 10'000'000'000, 1).allowed);
  charge(quota, use, 10'000'000'000, 1);
  CHECK(take(quota, use, 10'000'000'000, 2).reset_s == 120);
}
