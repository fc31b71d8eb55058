// Credits are used in a defined order, never below zero, and none is lost.
#include <algorithm>
#include <limits>
#include <random>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/billing/credit.hpp>

using namespace weir::billing;
using weir::timestamp;

namespace {

constexpr timestamp day(std::int64_t n) {
  return timestamp::from_ms(n * 86'400'000);
}

credit_grant grant(std::string id, std::int64_t remaining, int priority = 100, std::optional<timestamp> until = {},
                   timestamp created = {}) {
  return {std::move(id), {remaining}, priority, until, created};
}

std::string told(std::int64_t due, std::vector<credit_grant> grants, timestamp as_of = day(10)) {
  std::string out;
  for (const auto& use : apply_credits({due}, std::move(grants), as_of))
    out += (out.empty() ? "" : " ") + use.grant + ":" + std::to_string(use.amount.minor);
  return out;
}

}  // namespace

TEST_CASE("a credit pays what is due and keeps the rest") {
  CHECK(told(80, {grant("a", 100)}) == "a:80");
  CHECK(told(100, {grant("a", 100)}) == "a:100");
  CHECK(told(120, {grant("a", 100)}) == "a:100");
  CHECK(told(120, {}) == "");
}

TEST_CASE("nothing is used when nothing is due") {
  CHECK(told(0, {grant("a", 100)}) == "");
  CHECK(told(-50, {grant("a", 100)}) == "");
}

TEST_CASE("lower priorities go first, then what expires first, then the oldest, then by id") {
  CHECK(told(150, {grant("late", 100, 2), grant("first", 100, 1)}) == "first:100 late:50");
  CHECK(told(150, {grant("never", 100), grant("soon", 100, 100, day(20)), grant("later", 100, 100, day(30))}) ==
        "soon:100 later:50");
  CHECK(told(150, {grant("young", 100, 100, {}, day(5)), grant("old", 100, 100, {}, day(4))}) == "old:100 young:50");
  CHECK(told(150, {grant("b", 100), grant("a", 100)}) == "a:100 b:50");
  CHECK(told(1, {grant("b", 100, -1), grant("a", 100, 0, day(11))}) == "b:1");
}

TEST_CASE("an expired credit is worth nothing, from that very instant") {
  CHECK(told(50, {grant("a", 100, 100, day(10))}) == "");
  CHECK(told(50, {grant("a", 100, 100, timestamp{day(10).ns + 1})}) == "a:50");
  CHECK(told(50, {grant("gone", 100, 1, day(9)), grant("b", 20, 2)}) == "b:20");
}

TEST_CASE("an empty credit is not used") {
  CHECK(told(50, {grant("empty", 0), grant("b", 20)}) == "b:20");
}

TEST_CASE("the largest amounts are used without a wrap") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  CHECK(told(most, {grant("a", most), grant("b", most)}) == "a:" + std::to_string(most));
}

TEST_CASE("what is used is what is due or what there is, whatever the order of the grants") {
  CHECK(rc::check([] {
    std::vector<credit_grant> grants;
    std::int64_t worth = 0;
    for (int i = *rc::gen::inRange(0, 12); i > 0; --i) {
      auto g = grant("g" + std::to_string(i), *rc::gen::inRange<std::int64_t>(0, 500), *rc::gen::inRange(1, 4), {},
                     day(*rc::gen::inRange(0, 3)));
      if (*rc::gen::arbitrary<bool>()) g.expires_at = day(*rc::gen::inRange(8, 13));
      if (!g.expires_at || *g.expires_at > day(10)) worth += g.remaining.minor;
      grants.push_back(std::move(g));
    }
    const auto due = *rc::gen::inRange<std::int64_t>(-100, 3000);
    const auto uses = apply_credits({due}, grants, day(10));
    std::int64_t used = 0;
    for (const auto& u : uses) {
      const auto& g = *std::ranges::find(grants, u.grant, &credit_grant::id);
      RC_ASSERT(u.amount > money{});
      RC_ASSERT(u.amount <= g.remaining);
      RC_ASSERT((!g.expires_at || *g.expires_at > day(10)));
      used += u.amount.minor;
    }
    RC_ASSERT(used == std::min(std::max<std::int64_t>(due, 0), worth));
    std::ranges::shuffle(grants, std::minstd_rand(7));
    RC_ASSERT(apply_credits({due}, grants, day(10)) == uses);
  }));
}
