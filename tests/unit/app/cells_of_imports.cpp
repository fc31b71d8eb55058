// Where imports of past usage have taken a place, the hours are theirs: of two that overlap, the later one's.
#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <src/app/cell_stretches.hpp>

using namespace weir;
using namespace weir::app;

namespace {

constexpr std::int64_t ns_per_hour = 3'600'000'000'000;
constexpr usage::counted_cells::series live{7, 3, 1};

timestamp hour(std::int64_t n) {
  return {n * ns_per_hour};
}

placed_import import(std::int32_t number, std::int64_t from, std::int64_t to, std::int32_t meter = 3) {
  return {number, 7, meter, hour(from), hour(to)};
}

cell_stretch of_live(std::int64_t from, std::int64_t to) {
  return {live, hour(from), hour(to)};
}

cell_stretch of_import(std::int32_t number, std::int64_t from, std::int64_t to) {
  return {{7, 3, -number}, hour(from), hour(to)};
}

}  // namespace

TEST_CASE("the range of an import is its own, and what lies outside stays that of the meter") {
  CHECK(list_stretches(live, hour(0), hour(10), {}) == std::vector{of_live(0, 10)});
  CHECK(list_stretches(live, hour(0), hour(10), std::vector{import(1, 2, 5)}) ==
        std::vector{of_live(0, 2), of_import(1, 2, 5), of_live(5, 10)});
  CHECK(list_stretches(live, hour(0), hour(10), std::vector{import(1, -5, 50)}) == std::vector{of_import(1, 0, 10)});
  CHECK(list_stretches(live, hour(0), hour(10), std::vector{import(1, 10, 20), import(2, -5, 0)}) ==
        std::vector{of_live(0, 10)});
}

TEST_CASE("a later import of the same hours replaces the earlier one") {
  CHECK(list_stretches(live, hour(0), hour(10), std::vector{import(1, 2, 8), import(2, 4, 6)}) ==
        std::vector{of_live(0, 2), of_import(1, 2, 4), of_import(2, 4, 6), of_import(1, 6, 8), of_live(8, 10)});
  CHECK(list_stretches(live, hour(0), hour(10), std::vector{import(1, 4, 6), import(2, 2, 8)}) ==
        std::vector{of_live(0, 2), of_import(2, 2, 8), of_live(8, 10)});
}

TEST_CASE("imports of other meters and tenants do not matter") {
  auto of_other = import(1, 2, 8);
  of_other.tenant_number = 8;
  CHECK(list_stretches(live, hour(0), hour(10), std::vector{import(2, 2, 8, 4), of_other}) ==
        std::vector{of_live(0, 10)});
}

TEST_CASE("every hour has the cells of the last import that has it, and stands in one stretch") {
  CHECK(rc::check([](const std::vector<std::pair<std::uint8_t, std::uint8_t>>& ranges) {
    std::vector<placed_import> imports;
    for (const auto& [from, length] : ranges)
      imports.push_back(import(static_cast<std::int32_t>(imports.size()) + 1, from % 24, from % 24 + length % 12 + 1));
    const auto made = list_stretches(live, hour(4), hour(20), imports);
    auto at = hour(4);
    for (const auto& s : made) {
      RC_ASSERT(s.from == at);
      for (; at < s.to; at = {at.ns + ns_per_hour}) {
        auto expected = live.generation;
        for (const auto& i : imports) {
          if (i.from <= at && at < i.to) expected = -i.number;
        }
        RC_ASSERT(s.of.generation == expected);
      }
    }
    RC_ASSERT(at == hour(20));
  }));
}
