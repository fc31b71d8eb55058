// Parts of a period are cut at positions, so that they sum to the whole wherever it is cut.
#include <algorithm>
#include <limits>
#include <vector>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/billing/share.hpp>

using weir::int128;
using weir::billing::cut_units;
using weir::billing::share;

namespace {

constexpr int128 large = static_cast<int128>(1'000'000'000'000'000'000) * 1'000'000'000'000'000'000 * 99;  // 38 digits

}  // namespace

TEST_CASE("a share knows when it is all and when it is nothing") {
  CHECK(share{}.is_whole());
  CHECK_FALSE(share{}.is_empty());
  CHECK(share{0, 31, 31}.is_whole());
  CHECK_FALSE(share{0, 30, 31}.is_whole());
  CHECK_FALSE(share{1, 31, 31}.is_whole());
  CHECK(share{5, 5, 31}.is_empty());
  CHECK(share{31, 31, 31}.is_empty());
}

TEST_CASE("all of it is all of it, and nothing is nothing") {
  for (int128 units : {int128{0}, int128{1}, int128{-7}, large, -large}) {
    CHECK(cut_units(units, {}) == units);
    CHECK(cut_units(units, {0, 31, 31}) == units);
    CHECK(cut_units(units, {12, 12, 31}) == 0);
  }
}

TEST_CASE("halves go to the even neighbor at each position") {
  CHECK(cut_units(1, {0, 1, 2}) == 0);
  CHECK(cut_units(1, {1, 2, 2}) == 1);
  CHECK(cut_units(3, {0, 1, 2}) == 2);
  CHECK(cut_units(3, {1, 2, 2}) == 1);
  CHECK(cut_units(-1, {0, 1, 2}) == 0);
  CHECK(cut_units(-3, {0, 1, 2}) == -2);
  CHECK(cut_units(10, {0, 1, 3}) == 3);
  CHECK(cut_units(10, {1, 2, 3}) == 4);
  CHECK(cut_units(10, {2, 3, 3}) == 3);
}

TEST_CASE("the largest numbers are cut without leaving 128 bits") {
  constexpr auto half = std::int64_t{1} << 61;
  CHECK(cut_units(large, {0, half, half * 2}) * 2 == large);
  CHECK(cut_units(-large, {0, half / 2, half * 2}) * 4 == -large);
  constexpr auto whole = std::numeric_limits<std::int64_t>::max();
  CHECK(cut_units(large, {0, whole - 1, whole}) + cut_units(large, {whole - 1, whole, whole}) == large);
  // Of a number just below a multiple, all but one: the product is the longest there is.
  CHECK(cut_units(whole - 1, {0, whole - 1, whole}) == whole - 2);
  CHECK(cut_units(1 - whole, {0, whole - 1, whole}) == 2 - whole);
}

TEST_CASE("parts sum to the whole for any cuts, and each is within one unit of its exact size") {
  CHECK(rc::check([](std::int64_t units) {
    const auto whole = *rc::gen::inRange<std::int64_t>(1, 3'000'000);
    auto cuts = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, whole + 1));
    cuts.push_back(0);
    cuts.push_back(whole);
    std::ranges::sort(cuts);
    const int128 wide = static_cast<int128>(units) * 1'000'003;
    int128 sum = 0;
    for (std::size_t i = 1; i < cuts.size(); ++i) {
      const auto part = cut_units(wide, {cuts[i - 1], cuts[i], whole});
      const auto error =
          part * whole - wide % whole * (cuts[i] - cuts[i - 1]) - wide / whole * (cuts[i] - cuts[i - 1]) * whole;
      RC_ASSERT(error <= whole);
      RC_ASSERT(error >= -whole);
      sum += part;
    }
    RC_ASSERT(sum == wide);
  }));
}
