// Amounts as PayPal writes them, for currencies with and without digits there.
#include <doctest/doctest.h>

#include <weir/billing/paypal_amount.hpp>

using namespace weir;
using namespace weir::billing;

namespace {

currency coin(std::string_view code) {
  return *currency::find(code);
}

}  // namespace

TEST_CASE("amounts are decimal texts in major units on both sides") {
  CHECK(to_paypal_amount(money{1999}, coin("USD")) == "19.99");
  CHECK(to_paypal_amount(money{5}, coin("EUR")) == "0.05");
  CHECK(from_paypal_amount("19.99", coin("USD")) == money{1999});
  CHECK(from_paypal_amount("20", coin("USD")) == money{2000});
  CHECK(from_paypal_amount("20.0", coin("USD")) == money{2000});
  CHECK(to_paypal_amount(money{1500}, coin("JPY")) == "1500");
  CHECK(from_paypal_amount("1500", coin("JPY")) == money{1500});
}

TEST_CASE("HUF and TWD have no digits there") {
  for (std::string_view code : {"HUF", "TWD"}) {
    CAPTURE(code);
    CHECK(to_paypal_amount(money{150'000}, coin(code)) == "1500");
    CHECK(from_paypal_amount("1500", coin(code)) == money{150'000});
    const auto part = to_paypal_amount(money{150'050}, coin(code));
    REQUIRE_FALSE(part);
    CHECK(part.error().code == error_code::payment_not_offered);
  }
}

TEST_CASE("what cannot be said exactly is not said") {
  for (std::string_view code : {"KWD", "INR", "ISK"}) {
    CHECK_FALSE(to_paypal_amount(money{1000}, coin(code)));
    CHECK_FALSE(from_paypal_amount("1", coin(code)));
  }
  for (std::string_view text : {"", "19.999", "1,00", "one", "20.00 USD"})
    CHECK_FALSE(from_paypal_amount(text, coin("USD")));
}
