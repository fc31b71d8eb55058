// What a month would come to if it went on as it began, and the band that earlier months give it.
#include <array>
#include <limits>

#include <doctest/doctest.h>

#include <weir/billing/forecast.hpp>

using namespace weir;
using namespace weir::billing;

namespace {

constexpr std::int64_t day_ns = 86'400'000'000'000;
constexpr auto most = std::numeric_limits<std::int64_t>::max();

usage used(std::string_view quantity, std::int64_t events) {
  return {*decimal::parse_sum(quantity), events};
}

forecast_band band(std::int64_t low, std::int64_t high) {
  return {{low}, {high}};
}

}  // namespace

TEST_CASE("usage goes on at the rate of what was seen, exactly") {
  CHECK(at_the_same_rate(used("10", 4), {10 * day_ns, 30 * day_ns}) == used("30", 12));
  CHECK(at_the_same_rate(used("10", 1), {3 * day_ns, 31 * day_ns}) == used("103.333333333", 10));
  CHECK(at_the_same_rate(used("-10", 1), {3 * day_ns, 31 * day_ns}) == used("-103.333333333", 10));
  CHECK(at_the_same_rate(used("0.000000001", 0), {30 * day_ns, 30 * day_ns}) == used("0.000000001", 0));
  CHECK(at_the_same_rate(used("0", 0), {1, 31 * day_ns}) == used("0", 0));
  // A product of 128 bits would be wrong, and a quantity that no meter can have is refused.
  const auto large = used("99999999999999999999999999999.999999999", 1);
  CHECK(at_the_same_rate(large, {30 * day_ns, 30 * day_ns}) == large);
  CHECK(at_the_same_rate(large, {29 * day_ns, 30 * day_ns}).error().code == error_code::amount_overflow);
  CHECK(at_the_same_rate(large, {1, 30 * day_ns}).error().code == error_code::amount_overflow);
  CHECK(at_the_same_rate(used("0", most), {1, 2}).error().code == error_code::amount_overflow);
}

TEST_CASE("without a month before there is no band") {
  CHECK(band_of({1000}, {}).value() == std::nullopt);
}

TEST_CASE("the band is how far off the rule was, with the forecast in it") {
  const std::array one{past_month{{1000}, {1100}}};
  CHECK(band_of({2000}, one).value() == band(2000, 2200));
  const std::array both{past_month{{1000}, {1100}}, past_month{{400}, {300}}};
  CHECK(band_of({2000}, both).value() == band(1500, 2200));
  const std::array right{past_month{{1000}, {1000}}};
  CHECK(band_of({2000}, right).value() == band(2000, 2000));
  // Down below, up above.
  const std::array thirds{past_month{{3}, {2}}, past_month{{3}, {4}}};
  CHECK(band_of({100}, thirds).value() == band(66, 134));
}

TEST_CASE("a month that was forecast at nothing is off by its amount") {
  const std::array late{past_month{{0}, {700}}};
  CHECK(band_of({2000}, late).value() == band(2000, 2700));
  CHECK(band_of({most}, late).error().code == error_code::amount_overflow);
  const std::array more{past_month{{1}, {2}}};
  CHECK(band_of({most}, more).error().code == error_code::amount_overflow);
}

TEST_CASE("its error is told in thousandths of the forecast") {
  CHECK(thousandths_off({{2000}, {2100}}) == 50);
  CHECK(thousandths_off({{2000}, {1900}}) == -50);
  CHECK(thousandths_off({{3}, {4}}) == 333);
  CHECK(thousandths_off({{3}, {5}}) == 667);
  CHECK(thousandths_off({{3}, {1}}) == -667);
  CHECK(thousandths_off({{0}, {0}}) == 0);
  CHECK(thousandths_off({{0}, {1}}) == std::nullopt);
  CHECK(thousandths_off({{1}, {most}}) == std::nullopt);
}
