// Prices are exact decimals of twelve digits on either side of the point, and never negative.
#include <doctest/doctest.h>

#include <weir/billing/unit_price.hpp>

using weir::error_code;
using weir::billing::unit_price;

namespace {

weir::error refused(std::string_view text) {
  auto out = unit_price::parse(text);
  REQUIRE_FALSE(out.has_value());
  return out.error();
}

}  // namespace

TEST_CASE("a price is read exactly and written without zeros at its end") {
  constexpr std::pair<std::string_view, std::string_view> some[] = {
      {"0.0005", "0.0005"},
      {"5e-4", "0.0005"},
      {"1.50", "1.5"},
      {"0", "0"},
      {"-0", "0"},
      {"0.000000000001", "0.000000000001"},
      {"12", "12"},
      {"1e11", "100000000000"},
      {"999999999999.999999999999", "999999999999.999999999999"}};
  for (const auto& [text, written] : some) {
    CAPTURE(text);
    CHECK(unit_price::parse(text)->text() == written);
  }
}

TEST_CASE("a price beyond its digits, below zero, or of no digits is refused") {
  CHECK(refused("1000000000000").code == error_code::decimal_too_large);
  CHECK(refused("1234567890123456789012345678901234567890").code == error_code::decimal_too_large);
  CHECK(refused("0.0000000000001").code == error_code::decimal_too_precise);
  CHECK(refused("-0.01").code == error_code::price_negative);
  CHECK(refused("-1e99").code == error_code::decimal_too_large);
  CHECK(refused("free").code == error_code::decimal_malformed);
  CHECK(refused("").code == error_code::decimal_malformed);
}

TEST_CASE("prices add and compare exactly, beyond the largest one as well") {
  const auto p = [](std::string_view text) { return *unit_price::parse(text); };
  CHECK(p("0.07") + p("0.19") == p("0.26"));
  CHECK(unit_price::one() == p("1"));
  CHECK(p("0.1") < p("0.100000000001"));
  CHECK((p("999999999999") + p("999999999999")).text() == "1999999999998");
}
