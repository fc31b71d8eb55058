// What Stripe gives those who have an account there: keys of its API (docs.stripe.com/keys). What signs its webhooks is
// in stripe_signature.hpp; PayPal's are in paypal_signature.hpp. No detail of an error says what was there.
#pragma once

#include <cstddef>
#include <string_view>

#include <weir/base/error.hpp>

namespace weir::domain {

inline constexpr std::size_t most_provider_key = 255;

// A secret or restricted key of the mode: "sk_live_…", "rk_test_…". Error: payment_provider_key_refused.
result<void> check_provider_key(std::string_view key, bool live);

}  // namespace weir::domain
