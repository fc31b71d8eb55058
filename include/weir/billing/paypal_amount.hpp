// Amounts as PayPal's API has them (developer.paypal.com/api/rest/reference/currency-codes): decimal texts in major
// units, of the currencies that PayPal knows. HUF, JPY and TWD have no digits there, though ISO 4217 gives two to HUF
// and TWD. Both ways are exact: nothing is rounded.
#pragma once

#include <string>
#include <string_view>

#include <weir/billing/money.hpp>

namespace weir::billing {

// "20.00", "1500" HUF. Error, permanent: payment_not_offered (PayPal has no such currency, or no such amount of it).
result<std::string> to_paypal_amount(money m, currency c);

// As it writes it, also with digits that are 0. Errors, permanent: payment_not_offered (the currency),
// decimal_malformed, decimal_too_large, decimal_too_precise.
result<money> from_paypal_amount(std::string_view text, currency c);

}  // namespace weir::billing
