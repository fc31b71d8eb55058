// Money at rest: whole minor units (cents) of a currency that stands beside it. ±(2^63 − 1); what does not fit is the
// error amount_overflow, never a wrap.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/billing/currency.hpp>

namespace weir::billing {

struct money {
  std::int64_t minor = 0;

  auto operator<=>(const money&) const = default;
};

result<money> add(money a, money b);
result<money> subtract(money a, money b);
constexpr money negated(money a) {  // of what add, subtract and parse give: never −2^63
  return {-a.minor};
}

// In major units without trailing zeros beyond the currency's digits: "-12.30" EUR, "12" JPY.
std::string text(money m, currency c);

// In major units, as text() writes it or as any JSON number. Errors: decimal_malformed, decimal_too_large,
// decimal_too_precise (a fraction of a minor unit).
result<money> parse_money(std::string_view text, currency c);

}  // namespace weir::billing
