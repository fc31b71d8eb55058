// Amounts before they are rounded: exact to 10^-21, and rounded once, as their price says.
#include <algorithm>
#include <limits>
#include <vector>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/billing/exact_amount.hpp>

using namespace weir::billing;
using weir::decimal;
using weir::error_code;

namespace {

unit_price price_of(std::string_view text) {
  return *unit_price::parse(text);
}
decimal quantity(std::string_view text) {
  return *decimal::parse_sum(text);
}
currency coin(std::string_view code) {
  return *currency::find(code);
}
exact_amount dollars(std::string_view text) {
  return text.starts_with('-') ? exact_amount{} - exact_amount::of(price_of(text.substr(1)))
                               : exact_amount::of(price_of(text));
}

std::string rounded(std::string_view amount, std::string_view code, int digits, rounding mode) {
  const auto out = dollars(amount).round(coin(code), digits, mode);
  return out ? text(*out, coin(code)) : std::string(name(out.error().code));
}

}  // namespace

TEST_CASE("a quantity times a price is exact to the last digit of both") {
  CHECK(exact_amount::of(quantity("0.000000001"), price_of("0.000000000001")).text() == "0.000000000000000000001");
  CHECK(exact_amount::of(quantity("-0.000000001"), price_of("0.000000000001")).text() == "-0.000000000000000000001");
  CHECK(exact_amount::of(quantity("99999999999999999999999999999.999999999"), price_of("999999999999.999999999999"))
            .text() == "99999999999999999999999899999999999999000.000000000000000000001");
  CHECK(exact_amount::of(quantity("-99999999999999999999999999999.999999999"), price_of("999999999999.999999999999"))
            .text() == "-99999999999999999999999899999999999999000.000000000000000000001");
  CHECK(exact_amount::of(quantity("3"), price_of("0.5")).text() == "1.5");
  CHECK(exact_amount{}.text() == "0");
  CHECK((dollars("1") - dollars("1")).text() == "0");
}

TEST_CASE("money and rates of it become exact amounts in every currency") {
  CHECK(exact_amount::of(money{1230}, coin("USD")).text() == "12.3");
  CHECK(exact_amount::of(money{-1230}, coin("JPY")).text() == "-1230");
  CHECK(exact_amount::of(money{1}, coin("CLF")).text() == "0.0001");
  CHECK(exact_amount::product(money{10000}, coin("USD"), price_of("0.19")).text() == "19");
  CHECK(exact_amount::product(money{-1}, coin("KWD"), price_of("0.000000000001")).text() == "-0.000000000000001");
}

TEST_CASE("halves are settled by the mode, on both sides of zero") {
  struct row {
    std::string_view amount, up, even, away, toward;
  };
  constexpr row rows[] = {{"0.005", "0.01", "0.00", "0.01", "0.00"},
                          {"0.015", "0.02", "0.02", "0.02", "0.01"},
                          {"0.025", "0.03", "0.02", "0.03", "0.02"},
                          {"0.004999999999", "0.00", "0.00", "0.01", "0.00"},
                          {"0.005000000001", "0.01", "0.01", "0.01", "0.00"},
                          {"0.01", "0.01", "0.01", "0.01", "0.01"},
                          {"0", "0.00", "0.00", "0.00", "0.00"},
                          {"-0.005", "-0.01", "0.00", "-0.01", "0.00"},
                          {"-0.015", "-0.02", "-0.02", "-0.02", "-0.01"},
                          {"-0.004999999999", "0.00", "0.00", "-0.01", "0.00"},
                          {"-0.005000000001", "-0.01", "-0.01", "-0.01", "0.00"},
                          {"9.995", "10.00", "10.00", "10.00", "9.99"}};
  for (const auto& r : rows) {
    CAPTURE(r.amount);
    CHECK(rounded(r.amount, "USD", 2, rounding::half_up) == r.up);
    CHECK(rounded(r.amount, "USD", 2, rounding::half_even) == r.even);
    CHECK(rounded(r.amount, "USD", 2, rounding::up) == r.away);
    CHECK(rounded(r.amount, "USD", 2, rounding::down) == r.toward);
  }
}

TEST_CASE("amounts are rounded to the digits asked for and never finer than the coin") {
  CHECK(rounded("1.5", "JPY", 0, rounding::half_up) == "2");
  CHECK(rounded("2.5", "JPY", 0, rounding::half_even) == "2");
  CHECK(rounded("0.0005", "KWD", 3, rounding::half_up) == "0.001");
  CHECK(rounded("0.00005", "CLF", 4, rounding::half_up) == "0.0001");
  CHECK(rounded("12.34", "USD", 1, rounding::half_up) == "12.30");
  CHECK(rounded("12.5", "USD", 0, rounding::half_up) == "13.00");
  CHECK(rounded("-12.5", "USD", 0, rounding::half_even) == "-12.00");
}

TEST_CASE("the largest amounts round to the largest money, and one step beyond is an overflow") {
  const auto each = [](std::string_view q) { return exact_amount::of(quantity(q), unit_price::one()); };
  const auto most = std::numeric_limits<std::int64_t>::max();
  CHECK(each("92233720368547758.07").round(coin("USD"), 2, rounding::half_up)->minor == most);
  CHECK(each("92233720368547758.074999999").round(coin("USD"), 2, rounding::half_up)->minor == most);
  CHECK(each("92233720368547758.075").round(coin("USD"), 2, rounding::half_up).error().code ==
        error_code::amount_overflow);
  CHECK(each("92233720368547758.075").round(coin("USD"), 2, rounding::down)->minor == most);
  CHECK(each("-92233720368547758.07").round(coin("USD"), 2, rounding::up)->minor == -most);
  CHECK(each("-92233720368547758.08").round(coin("USD"), 2, rounding::up).error().code == error_code::amount_overflow);
  CHECK(each("92233720368547758").round(coin("USD"), 0, rounding::half_up)->minor == most - 7);
  CHECK(each("9223372036854775807").round(coin("JPY"), 0, rounding::half_up)->minor == most);
  CHECK(each("9223372036854775808").round(coin("JPY"), 0, rounding::half_up).error().code ==
        error_code::amount_overflow);
}

TEST_CASE("a proportion of money goes to the nearest minor unit, halves away from zero") {
  const auto part = [](std::int64_t minor, std::string_view of, std::string_view whole) {
    return exact_amount::proportion({minor}, price_of(of), price_of(whole)).minor;
  };
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  CHECK(part(11900, "1", "1.19") == 10000);
  CHECK(part(100, "1", "1.19") == 84);
  CHECK(part(3, "1", "2") == 2);
  CHECK(part(-3, "1", "2") == -2);
  CHECK(part(1, "1", "2.000000000001") == 0);
  CHECK(part(1000, "0", "0.000000000001") == 0);
  CHECK(part(most, "1", "1") == most);
  CHECK(part(-most, "999999999999.999999999999", "999999999999.999999999999") == -most);
}

TEST_CASE("amounts compare by value across zero") {
  CHECK(dollars("-1") < dollars("-0.5"));
  CHECK(dollars("-0.5") < exact_amount{});
  CHECK(exact_amount{} < dollars("0.000000000001"));
  CHECK(dollars("2") == dollars("1") + dollars("1"));
}

TEST_CASE("parts of an exact amount sum to it for any cuts") {
  CHECK(rc::check([](std::int64_t units, std::uint32_t each) {
    const auto whole_amount = exact_amount::of(decimal::from_units(units), price_of(std::to_string(each)));
    const auto whole = *rc::gen::inRange<std::int64_t>(1, 2'700'000);
    auto cuts = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, whole + 1));
    cuts.push_back(0);
    cuts.push_back(whole);
    std::ranges::sort(cuts);
    exact_amount sum;
    for (std::size_t i = 1; i < cuts.size(); ++i)
      sum += whole_amount.cut({cuts[i - 1], cuts[i], whole});
    RC_ASSERT(sum == whole_amount);
  }));
}

TEST_CASE("rounding keeps to within the unit that its mode allows") {
  CHECK(rc::check([](std::int64_t units) {
    const auto amount = exact_amount::of(decimal::from_units(units), price_of("0.000000000007"));
    const auto cent = dollars("0.01");
    const auto of = [&](rounding mode) { return exact_amount::of(*amount.round(coin("USD"), 2, mode), coin("USD")); };
    for (auto mode : {rounding::half_up, rounding::half_even}) {
      const auto off = of(mode) - amount;
      RC_ASSERT(off + off <= cent);
      RC_ASSERT(exact_amount{} - off - off <= cent);
    }
    const auto size = [&](const exact_amount& a) { return units >= 0 ? a : exact_amount{} - a; };
    RC_ASSERT(size(of(rounding::up)) >= size(amount));
    RC_ASSERT(size(of(rounding::down)) <= size(amount));
    const auto spread = size(of(rounding::up)) - size(of(rounding::down));
    RC_ASSERT((spread == exact_amount{} || spread == cent));
  }));
}
