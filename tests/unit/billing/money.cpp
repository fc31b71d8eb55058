// Money at rest never wraps and is written with exactly the digits of its currency.
#include <limits>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/billing/money.hpp>

using namespace weir::billing;
using weir::error_code;

namespace {

constexpr money most{std::numeric_limits<std::int64_t>::max()};

currency coin(std::string_view code) {
  return *currency::find(code);
}

error_code refused(std::string_view text, std::string_view code) {
  auto out = parse_money(text, coin(code));
  REQUIRE_FALSE(out.has_value());
  return out.error().code;
}

}  // namespace

TEST_CASE("sums and differences that fit are exact, at both ends") {
  CHECK(*add({1}, {-3}) == money{-2});
  CHECK(*subtract({1}, {-3}) == money{4});
  CHECK(*add(most, {0}) == most);
  CHECK(*add({most.minor - 1}, {1}) == most);
  CHECK(*subtract(negated(most), {0}) == negated(most));
  CHECK(*add(most, negated(most)) == money{});
}

TEST_CASE("sums and differences that do not fit are an error") {
  for (const auto& out : {add(most, {1}), add(negated(most), {-1}), subtract(most, {-1}), subtract(negated(most), {1}),
                          add(negated(most), negated(most)), add(most, most)}) {
    REQUIRE_FALSE(out.has_value());
    CHECK(out.error().code == error_code::amount_overflow);
  }
}

TEST_CASE("money is written in major units with all digits of its currency") {
  CHECK(text({-1230}, coin("EUR")) == "-12.30");
  CHECK(text({12}, coin("JPY")) == "12");
  CHECK(text({0}, coin("USD")) == "0.00");
  CHECK(text({0}, coin("JPY")) == "0");
  CHECK(text({5}, coin("USD")) == "0.05");
  CHECK(text({-5}, coin("USD")) == "-0.05");
  CHECK(text({-50}, coin("USD")) == "-0.50");
  CHECK(text({1}, coin("KWD")) == "0.001");
  CHECK(text({1}, coin("CLF")) == "0.0001");
  CHECK(text({12345}, coin("CLF")) == "1.2345");
  CHECK(text(most, coin("USD")) == "92233720368547758.07");
  CHECK(text(negated(most), coin("JPY")) == "-9223372036854775807");
}

TEST_CASE("money is read in any spelling of its number") {
  CHECK(*parse_money("-12.30", coin("EUR")) == money{-1230});
  CHECK(*parse_money("12.3", coin("EUR")) == money{1230});
  CHECK(*parse_money("12.300", coin("EUR")) == money{1230});
  CHECK(*parse_money("1.23e1", coin("EUR")) == money{1230});
  CHECK(*parse_money("12.00", coin("JPY")) == money{12});
  CHECK(*parse_money("92233720368547758.07", coin("USD")) == most);
  CHECK(*parse_money("-9223372036854775807", coin("JPY")) == negated(most));
}

TEST_CASE("money that its currency cannot pay or that does not fit is refused") {
  CHECK(refused("0.001", "USD") == error_code::decimal_too_precise);
  CHECK(refused("0.5", "JPY") == error_code::decimal_too_precise);
  CHECK(refused("92233720368547758.08", "USD") == error_code::decimal_too_large);
  CHECK(refused("-92233720368547758.08", "USD") == error_code::decimal_too_large);
  CHECK(refused("10000000000000000000", "JPY") == error_code::decimal_too_large);
  CHECK(refused("1e40", "USD") == error_code::decimal_too_large);
  CHECK(refused("12,30", "USD") == error_code::decimal_malformed);
  CHECK(refused("", "USD") == error_code::decimal_malformed);
}

TEST_CASE("what is written of money is read back in every currency") {
  CHECK(rc::check([](std::int64_t minor) {
    if (minor == std::numeric_limits<std::int64_t>::min()) ++minor;
    for (std::string_view code : {"JPY", "USD", "KWD", "CLF"}) {
      const money m{minor};
      RC_ASSERT(*parse_money(text(m, coin(code)), coin(code)) == m);
    }
  }));
}
