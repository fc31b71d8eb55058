// Decimals are exact from text to text; what does not fit is refused with its own code.
#include <string>

#include <doctest/doctest.h>

#include <weir/base/decimal.hpp>

using weir::decimal;
using weir::error_code;

namespace {

std::string round_trip(std::string_view text) {
  auto parsed = decimal::parse_event_value(text);
  return parsed ? parsed->text() : std::string(weir::name(parsed.error().code));
}

}  // namespace

TEST_CASE("decimal text is canonical") {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"0", "0"},
      {"-0", "0"},
      {"0.000", "0"},
      {"-0.0e5", "0"},
      {"1", "1"},
      {"10", "10"},
      {"-12.50", "-12.5"},
      {"0.000000001", "0.000000001"},
      {"-0.000000001", "-0.000000001"},
      {"1e3", "1000"},
      {"1E+3", "1000"},
      {"1.5e-3", "0.0015"},
      {"1000000000e-9", "1"},
      {"999999999999999999.999999999", "999999999999999999.999999999"},
      {"-999999999999999999.999999999", "-999999999999999999.999999999"},
      {"0.1000000000000000000000000", "0.1"},
      {"100000000000000000e0", "100000000000000000"},
      {"0e400", "0"},
      {"0.00000000000000001e17", "1"},
  };
  for (const auto& [text, expected] : rows) {
    CAPTURE(text);
    CHECK(round_trip(text) == expected);
  }
}

TEST_CASE("decimal refuses what does not fit or is no number") {
  const std::pair<std::string_view, error_code> rows[] = {
      {"", error_code::decimal_malformed},
      {"-", error_code::decimal_malformed},
      {"+1", error_code::decimal_malformed},
      {"01", error_code::decimal_malformed},
      {"1.", error_code::decimal_malformed},
      {".5", error_code::decimal_malformed},
      {"1e", error_code::decimal_malformed},
      {"1 ", error_code::decimal_malformed},
      {"0x1", error_code::decimal_malformed},
      {"NaN", error_code::decimal_malformed},
      {"Infinity", error_code::decimal_malformed},
      {"1,5", error_code::decimal_malformed},
      {"--1", error_code::decimal_malformed},
      {"1000000000000000000", error_code::decimal_too_large},
      {"1e18", error_code::decimal_too_large},
      {"1e400", error_code::decimal_too_large},
      {"1e99999999999999999999", error_code::decimal_too_large},
      {"0.0000000001", error_code::decimal_too_precise},
      {"1e-10", error_code::decimal_too_precise},
      {"1.0000000001", error_code::decimal_too_precise},
      {"1e-99999999999999999999", error_code::decimal_too_precise},
  };
  for (const auto& [text, code] : rows) {
    CAPTURE(text);
    auto parsed = decimal::parse_event_value(text);
    REQUIRE_FALSE(parsed.has_value());
    CHECK(parsed.error().code == code);
  }
}

TEST_CASE("sums hold numeric(38,9) and nothing more") {
  const auto most = *decimal::parse_sum("99999999999999999999999999999.999999999");
  CHECK(most.text() == "99999999999999999999999999999.999999999");
  CHECK_FALSE(decimal::add(most, decimal::from_units(1)).has_value());
  CHECK(decimal::add(most, decimal::from_units(-1)).has_value());
  const auto least = *decimal::subtract(decimal(), most);
  CHECK_FALSE(decimal::subtract(least, decimal::from_units(1)).has_value());
  CHECK(decimal::parse_sum("100000000000000000000000000000").error().code == error_code::decimal_too_large);
  CHECK(decimal::parse_sum("1.0000000000").error().code == error_code::decimal_malformed);
  CHECK(decimal::parse_sum("-3.500000000")->text() == "-3.5");
}

TEST_CASE("averages round half to even at scale nine") {
  const auto units = [](std::int64_t n) { return decimal::from_units(n); };
  CHECK(weir::divide_half_even(units(5), 2) == units(2));
  CHECK(weir::divide_half_even(units(7), 2) == units(4));
  CHECK(weir::divide_half_even(units(-5), 2) == units(-2));
  CHECK(weir::divide_half_even(units(-7), 2) == units(-4));
  CHECK(weir::divide_half_even(units(10), 3) == units(3));
  CHECK(weir::divide_half_even(units(11), 3) == units(4));
  CHECK(weir::divide_half_even(decimal::from_integer(1), 3).text() == "0.333333333");
}
