// ISO 4217's currencies with their digits, and nothing that only looks like one.
#include <doctest/doctest.h>

#include <weir/billing/currency.hpp>

using weir::billing::currency;

TEST_CASE("a currency has the digits of its minor unit") {
  constexpr std::pair<std::string_view, int> some[] = {
      {"USD", 2}, {"EUR", 2}, {"GBP", 2}, {"CHF", 2}, {"HUF", 2}, {"MGA", 2}, {"MRU", 2}, {"ZWG", 2}, {"AED", 2},
      {"CVE", 2}, {"KHR", 2}, {"PAB", 2}, {"TRY", 2}, {"JPY", 0}, {"KRW", 0}, {"CLP", 0}, {"BIF", 0}, {"XPF", 0},
      {"UGX", 0}, {"VND", 0}, {"KWD", 3}, {"BHD", 3}, {"TND", 3}, {"IQD", 3}, {"CLF", 4}, {"UYW", 4}};
  for (const auto& [code, digits] : some) {
    CAPTURE(code);
    const auto found = currency::find(code);
    REQUIRE(found);
    CHECK(found->code() == code);
    CHECK(found->digits() == digits);
  }
}

TEST_CASE("codes of metals, testing, former money, and other spellings are no currency") {
  for (std::string_view code : {"XAU", "XTS", "XXX", "XDR", "CHE",  "BOV",  "USN", "DEM", "HRK", "ANG", "SLL",    "ZWL",
                                "usd", "Usd", "",    "US",  "USDX", "USD ", " US", "ED ", "D A", "   ", "AED AFN"}) {
    CAPTURE(code);
    CHECK_FALSE(currency::find(code));
  }
  CHECK_FALSE(currency::find(std::string_view("US\0", 3)));
}

TEST_CASE("every code is found with one number of digits only") {
  int found = 0;
  for (char a = 'A'; a <= 'Z'; ++a) {
    for (char b = 'A'; b <= 'Z'; ++b) {
      for (char c = 'A'; c <= 'Z'; ++c) {
        const char code[] = {a, b, c};
        const auto coin = currency::find({code, 3});
        if (!coin) continue;
        ++found;
        CHECK(coin->code() == std::string_view(code, 3));
      }
    }
  }
  CHECK(found == 157);  // what the four lists hold: one that stands in two of them would make it fewer
}

TEST_CASE("currencies are equal when their codes are") {
  CHECK(currency::find("USD") == currency::find("USD"));
  CHECK(currency::find("USD") != currency::find("EUR"));
}
