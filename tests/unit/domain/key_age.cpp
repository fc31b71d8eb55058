// Which keys deserve a look.
#include <doctest/doctest.h>

#include <weir/domain/key_age.hpp>

using namespace weir;
using namespace weir::domain;

namespace {

constexpr timestamp at_day(std::int64_t days) {
  return {days * 24 * 3600 * 1'000'000'000};
}

}  // namespace

TEST_CASE("a key is old after 90 days, and unused when nobody asked by it for as long") {
  CHECK(warning_of({.created_at = at_day(0)}, at_day(89)) == key_warning::none);
  CHECK(warning_of({.created_at = at_day(0)}, at_day(90)) == key_warning::unused);
  CHECK(warning_of({.created_at = at_day(0), .last_used_at = at_day(80)}, at_day(90)) == key_warning::old);
  CHECK(warning_of({.created_at = at_day(0), .last_used_at = at_day(80)}, at_day(170)) == key_warning::unused);
}

TEST_CASE("a key that ends within two weeks says so first") {
  const key_dates k{.created_at = at_day(0), .expires_at = at_day(200), .last_used_at = at_day(180)};
  CHECK(warning_of(k, at_day(185)) == key_warning::old);
  CHECK(warning_of(k, at_day(186)) == key_warning::expires_soon);
  CHECK(warning_of(k, at_day(200)) == key_warning::none);
}

TEST_CASE("what is revoked or replaced needs nothing") {
  CHECK(warning_of({.created_at = at_day(0), .revoked_at = at_day(1)}, at_day(400)) == key_warning::none);
  CHECK(warning_of({.created_at = at_day(0), .replaced = true}, at_day(400)) == key_warning::none);
  CHECK(name(key_warning::none) == "");
  CHECK(name(key_warning::expires_soon) == "expires_soon");
  CHECK(name(key_warning::old) == "old");
}
