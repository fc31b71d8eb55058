#include <string>

#include <api/aging_cache.hpp>
#include <doctest/doctest.h>

using weir::api::aging_cache;

namespace {

using cache = aging_cache<std::string, int>;
constexpr weir::api::aging_options options{.due_ms = 10, .old_ms = 20, .most = 80};

}  // namespace

TEST_CASE("an entry is served until it is old") {
  cache c(options);
  c.put("a", 1, 0);
  CHECK(c.get(std::string("a"), 19, false)->value == 1);
  CHECK_FALSE(c.get(std::string("a"), 20, false));
}

TEST_CASE("while the source is away old entries are served and called stale") {
  cache c(options);
  c.put("a", 1, 0);
  auto f = c.get(std::string("a"), 1000, true);
  REQUIRE(f);
  CHECK(f->stale);
  CHECK_FALSE(c.get(std::string("a"), 5, true)->stale);
  CHECK(c.last_known(std::string("a")) == 1);
}

TEST_CASE("only entries that were used become due") {
  cache c(options);
  c.put("used", 1, 0);
  c.put("idle", 2, 0);
  REQUIRE(c.get(std::string("used"), 1, false));
  CHECK(c.due(9, 10).empty());
  CHECK(c.due(10, 10) == std::vector<std::string>{"used"});
  c.put("used", 1, 10);
  CHECK(c.due(25, 10).empty());
}

TEST_CASE("the cache is bounded and the newest entry stays") {
  cache c(options);
  for (int i = 0; i < 1000; ++i) {
    c.put(std::to_string(i), i, i / 100);
    REQUIRE(c.get(std::to_string(i), i / 100, false));
    REQUIRE(c.size() <= 80);
  }
}

TEST_CASE("entries can be forgotten by key and by value") {
  cache c(options);
  c.put("a", 1, 0);
  c.put("b", 2, 0);
  c.put("c", 2, 0);
  c.forget(std::string("a"));
  c.forget_if([](int v) { return v == 2; });
  CHECK(c.size() == 0);
}
