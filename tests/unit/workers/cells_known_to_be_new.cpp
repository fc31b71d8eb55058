// A cell is called new only when it cannot be in the database.
#include <doctest/doctest.h>
#include <workers/usage/cell_frontier.hpp>

using namespace weir;
using usage::cell_frontier;
using usage::cell_key;

namespace {

constexpr std::int32_t hour = 60;

cell_key key(std::int32_t at, std::int32_t tenant = 1) {
  return {.tenant_number = tenant,
          .meter_number = 2,
          .generation = 1,
          .hour_minutes = at,
          .subject = "s",
          .dimensions = "{}"};
}

cell_frontier::series series(std::int32_t tenant = 1) {
  return cell_frontier::series_of(key(0, tenant));
}

}  // namespace

TEST_CASE("behind the last stored hour a cell is new once, at it and before it never") {
  cell_frontier f;
  f.enter(0, 1);
  CHECK_FALSE(f.knows(0, series()));
  CHECK_FALSE(f.take_new(0, key(10 * hour), 7));  // nobody has asked the database yet
  f.learn(0, series(), 10 * hour);
  CHECK(f.knows(0, series()));
  CHECK_FALSE(f.take_new(0, key(9 * hour), 1));
  CHECK_FALSE(f.take_new(0, key(10 * hour), 2));
  CHECK(f.take_new(0, key(11 * hour), 3));
  CHECK_FALSE(f.take_new(0, key(11 * hour), 3));
  CHECK(f.take_new(0, key(11 * hour), 4));
}

TEST_CASE("a series without cells has only new ones, and another series is asked for on its own") {
  cell_frontier f;
  f.enter(0, 1);
  f.learn(0, series(), std::nullopt);
  CHECK(f.take_new(0, key(-5 * hour), 1));
  CHECK_FALSE(f.knows(0, series(9)));
  CHECK_FALSE(f.take_new(0, key(99 * hour, 9), 2));
}

TEST_CASE("under another epoch everything is asked again, since another owner may have written") {
  cell_frontier f;
  f.enter(0, 1);
  f.learn(0, series(), std::nullopt);
  f.enter(0, 1);
  CHECK(f.knows(0, series()));
  f.enter(0, 2);
  CHECK_FALSE(f.knows(0, series()));
  CHECK_FALSE(f.take_new(0, key(hour), 1));
}

TEST_CASE("beyond its limit it forgets which cells it wrote and calls no hour new that it wrote to") {
  cell_frontier f(1000);
  f.enter(0, 1);
  f.learn(0, series(), std::nullopt);
  for (std::uint64_t hash = 1; hash <= 1000; ++hash)
    CHECK(f.take_new(0, key(5 * hour), hash));
  CHECK_FALSE(f.take_new(0, key(5 * hour), 5000));
  CHECK_FALSE(f.take_new(0, key(4 * hour), 5001));
  CHECK(f.take_new(0, key(6 * hour), 1));
  CHECK_FALSE(f.take_new(0, key(6 * hour), 1));
}

TEST_CASE("once found wrong it says nothing is new") {
  cell_frontier f;
  f.enter(0, 1);
  f.learn(0, series(), std::nullopt);
  f.distrust();
  CHECK_FALSE(f.take_new(0, key(hour), 1));
}
