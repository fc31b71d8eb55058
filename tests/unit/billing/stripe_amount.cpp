// Amounts as Stripe counts them, for every currency that there is.
#include <limits>

#include <doctest/doctest.h>

#include <weir/billing/stripe_amount.hpp>

using namespace weir;
using namespace weir::billing;

namespace {

currency coin(std::string_view code) {
  return *currency::find(code);
}

}  // namespace

TEST_CASE("amounts of most currencies are minor units on both sides") {
  for (std::string_view code : {"USD", "EUR", "JPY", "KRW", "CLP", "XPF", "HUF", "TWD"}) {
    CAPTURE(code);
    CHECK(to_stripe_amount(money{1999}, coin(code)) == 1999);
    CHECK(from_stripe_amount(1999, coin(code)) == money{1999});
  }
}

TEST_CASE("ISK and UGX have two digits at Stripe that are always 00") {
  for (std::string_view code : {"ISK", "UGX"}) {
    CAPTURE(code);
    CHECK(to_stripe_amount(money{5}, coin(code)) == 500);
    CHECK(from_stripe_amount(500, coin(code)) == money{5});
    const auto part = from_stripe_amount(550, coin(code));
    REQUIRE_FALSE(part);
    CHECK(part.error().code == error_code::decimal_too_precise);
  }
}

TEST_CASE("MGA has no digits at Stripe") {
  CHECK(to_stripe_amount(money{1200}, coin("MGA")) == 12);
  CHECK(from_stripe_amount(12, coin("MGA")) == money{1200});
  const auto part = to_stripe_amount(money{1230}, coin("MGA"));
  REQUIRE_FALSE(part);
  CHECK(part.error().code == error_code::payment_not_offered);
  CHECK(part.error().detail == "Stripe takes MGA in steps of 1.00.");
}

TEST_CASE("the last of three digits is 0") {
  for (std::string_view code : {"BHD", "JOD", "KWD", "OMR", "TND"}) {
    CAPTURE(code);
    CHECK(to_stripe_amount(money{5120}, coin(code)) == 5120);
    const auto part = to_stripe_amount(money{5124}, coin(code));
    REQUIRE_FALSE(part);
    CHECK(part.error().code == error_code::payment_not_offered);
    CHECK(part.error().detail == "Stripe takes " + std::string(code) + " in steps of 0.010.");
    CHECK(from_stripe_amount(5124, coin(code)) == money{5124});
  }
}

TEST_CASE("currencies with more digits than Stripe names have no amounts there") {
  for (std::string_view code : {"IQD", "LYD", "CLF", "UYW"}) {
    CAPTURE(code);
    for (const auto& wrong :
         {to_stripe_amount(money{1000}, coin(code)).error(), from_stripe_amount(1000, coin(code)).error()})
      CHECK(wrong.code == error_code::payment_not_offered);
  }
}

TEST_CASE("what is beyond 64 bits is an error") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  CHECK(to_stripe_amount(money{most}, coin("USD")) == most);
  CHECK(to_stripe_amount(money{most}, coin("ISK")).error().code == error_code::amount_overflow);
  CHECK(from_stripe_amount(most, coin("MGA")).error().code == error_code::amount_overflow);
}

TEST_CASE("what can be expressed comes back as it was, whatever the currency") {
  for (char a = 'A'; a <= 'Z'; ++a) {
    for (char b = 'A'; b <= 'Z'; ++b) {
      for (char c = 'A'; c <= 'Z'; ++c) {
        const char code[] = {a, b, c};
        const auto found = currency::find({code, 3});
        if (!found) continue;
        CAPTURE(found->code());
        CHECK(find_stripe_currency(stripe_currency(*found)) == found);
        for (std::int64_t minor = -250; minor <= 250; ++minor) {
          const auto there = to_stripe_amount(money{minor}, *found);
          if (there) CHECK(from_stripe_amount(*there, *found) == money{minor});
        }
      }
    }
  }
  CHECK_FALSE(find_stripe_currency("usdc"));
}
