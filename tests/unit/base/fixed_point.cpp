// Decimal texts become whole units of a power of ten or are refused; nothing is rounded.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/base/fixed_point.hpp>

using weir::error_code;
using weir::int128;
using weir::parse_fixed;

namespace {

std::string text(int128 units, int scale) {
  std::string out;
  weir::append_fixed(units, scale, out);
  return out;
}

error_code refused(std::string_view text, int integer_digits, int scale) {
  auto out = parse_fixed(text, integer_digits, scale);
  REQUIRE_FALSE(out.has_value());
  return out.error().code;
}

constexpr int128 e19 = static_cast<int128>(10'000'000'000'000'000'000ULL);

}  // namespace

TEST_CASE("texts are read in units of the scale") {
  CHECK(*parse_fixed("1", 12, 12) == 1'000'000'000'000);
  CHECK(*parse_fixed("0.000000000001", 12, 12) == 1);
  CHECK(*parse_fixed("-12.5", 3, 1) == -125);
  CHECK(*parse_fixed("7", 1, 0) == 7);
  CHECK(*parse_fixed("1.50", 1, 1) == 15);  // zeros at the end do not count
  CHECK(*parse_fixed("0", 1, 0) == 0);
  CHECK(*parse_fixed("-0.00", 1, 0) == 0);
}

TEST_CASE("exponents move the point before digits are counted") {
  CHECK(*parse_fixed("1e3", 4, 0) == 1000);
  CHECK(*parse_fixed("1.5E+1", 2, 0) == 15);
  CHECK(*parse_fixed("1500e-2", 2, 0) == 15);
  CHECK(*parse_fixed("100000000000000000000000000000000000000000e-41", 1, 0) == 1);
  CHECK(*parse_fixed("0.00000000000000000000000000000000000000001e41", 1, 0) == 1);
  CHECK(*parse_fixed("0e999999999999999999999", 1, 0) == 0);
  CHECK(refused("1e999999999999999999999", 12, 12) == error_code::decimal_too_large);
  CHECK(refused("1e-999999999999999999999", 12, 12) == error_code::decimal_too_precise);
}

TEST_CASE("one digit more than there is room for is refused, before the point and after it") {
  CHECK(*parse_fixed("999", 3, 2) == 99900);
  CHECK(refused("1000", 3, 2) == error_code::decimal_too_large);
  CHECK(refused("-1000", 3, 2) == error_code::decimal_too_large);
  CHECK(*parse_fixed("0.01", 3, 2) == 1);
  CHECK(refused("0.001", 3, 2) == error_code::decimal_too_precise);
  CHECK(refused("999.999", 3, 2) == error_code::decimal_too_precise);
  CHECK(refused("0.1", 1, 0) == error_code::decimal_too_precise);
  CHECK(refused("1234567890123456789012345678901234567890", 12, 12) == error_code::decimal_too_large);
}

TEST_CASE("thirty eight digits are the most and come through whole") {
  const auto most = *parse_fixed("9999999999999999999.9999999999999999999", 19, 19);
  CHECK(most == e19 * e19 - 1);
  CHECK(*parse_fixed("-9999999999999999999.9999999999999999999", 19, 19) == -most);
  CHECK(*parse_fixed("99999999999999999999999999999999999999", 38, 0) == most);
}

TEST_CASE("what is no JSON number is malformed") {
  for (std::string_view bad : {"",    "-",  "+1", "01",  "-01",      "1.",    ".5",  "1e",    "1e+",   "0x1",
                               "1,5", "1 ", " 1", "NaN", "Infinity", "1.5.2", "--1", "1e1.5", "1e1e1", "1_000"}) {
    CAPTURE(bad);
    CHECK(refused(bad, 12, 12) == error_code::decimal_malformed);
  }
  CHECK(refused(std::string_view("1\0", 2), 12, 12) == error_code::decimal_malformed);
}

TEST_CASE("units are written without zeros at the end and without a negative zero") {
  CHECK(text(0, 12) == "0");
  CHECK(text(1, 12) == "0.000000000001");
  CHECK(text(-1, 12) == "-0.000000000001");
  CHECK(text(1'500'000'000'000, 12) == "1.5");
  CHECK(text(-25, 0) == "-25");
  CHECK(text(100, 2) == "1");
  CHECK(text(1'000'000'000'000'000'001, 18) == "1.000000000000000001");
}

TEST_CASE("the ends of the 128 bits are written too") {
  const int128 least = static_cast<int128>(1) << 127;
  CHECK(text(least, 0) == "-170141183460469231731687303715884105728");
  CHECK(text(~least, 18) == "170141183460469231731.687303715884105727");
}

TEST_CASE("what is written is read back") {
  CHECK(rc::check([](std::int64_t high, std::int64_t low) {
    const int scale = *rc::gen::inRange(0, 19);
    const int128 units = static_cast<int128>(high) * 1'000'000'000'000'000'000 + low % 1'000'000'000'000'000'000;
    auto back = parse_fixed(text(units, scale), 38 - scale, scale);
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == units);
  }));
}
