// Amounts as Stripe's API has them (docs.stripe.com/currencies): whole numbers that are the currency's minor units but
// for those currencies where Stripe counts otherwise than ISO 4217. Both ways are exact: nothing is rounded.
//
//   MGA       no digits at Stripe, two in ISO
//   ISK, UGX  none in ISO, two at Stripe that are always 00
//   BHD, JOD, KWD, OMR, TND  three digits in both, the last of which is always 0
//
// Currencies with three or four digits that Stripe does not name have no amounts there. HUF and TWD are special at
// payouts only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <weir/billing/money.hpp>

namespace weir::billing {

// Errors, permanent: payment_not_offered (Stripe has no such amount; the detail says which ones it has),
// amount_overflow.
result<std::int64_t> to_stripe_amount(money m, currency c);

// Errors, permanent: payment_not_offered (the currency), decimal_too_precise (a part of a minor unit), amount_overflow.
result<money> from_stripe_amount(std::int64_t amount, currency c);

// "usd", as requests have it.
std::string stripe_currency(currency c);
// "usd" or "USD". Nothing: none that is known here.
std::optional<currency> find_stripe_currency(std::string_view code);

}  // namespace weir::billing
