#include <algorithm>
#include <array>

#include <weir/billing/paypal_amount.hpp>

namespace weir::billing {
namespace {

constexpr std::array<std::string_view, 24> known{"AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR",
                                                 "GBP", "HKD", "HUF", "ILS", "JPY", "MXN", "MYR", "NOK",
                                                 "NZD", "PHP", "PLN", "SEK", "SGD", "THB", "TWD", "USD"};
constexpr std::array<std::string_view, 3> whole{"HUF", "JPY", "TWD"};

bool is_whole(currency c) {
  return std::ranges::find(whole, c.code()) != whole.end();
}

result<void> check(currency c) {
  if (std::ranges::find(known, c.code()) != known.end()) return {};
  return fail(error_code::payment_not_offered, "PayPal takes no " + std::string(c.code()) + ".");
}

}  // namespace

result<std::string> to_paypal_amount(money m, currency c) {
  if (auto fits = check(c); !fits) return std::unexpected(fits.error());
  auto out = text(m, c);
  const auto dot = out.find('.');
  if (!is_whole(c) || dot == out.npos) return out;
  if (out.find_first_not_of('0', dot + 1) != out.npos)
    return fail(error_code::payment_not_offered, "PayPal takes whole " + std::string(c.code()) + " only.");
  out.resize(dot);
  return out;
}

result<money> from_paypal_amount(std::string_view text, currency c) {
  if (auto fits = check(c); !fits) return std::unexpected(fits.error());
  return parse_money(text, c);
}

}  // namespace weir::billing
