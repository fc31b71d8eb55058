// What Stripe gives those who have an account there (docs.stripe.com/keys, docs.stripe.com/webhooks/signature): secrets
// that sign its webhooks, and keys of its API. No detail of an error says what was there.
#pragma once

#include <cstddef>
#include <string_view>

#include <weir/base/error.hpp>

namespace weir::domain {

inline constexpr std::size_t least_provider_secret = 8;
inline constexpr std::size_t most_provider_secret = 255;

// "whsec_" and what Stripe wrote behind it, which is used as it is written. Error: payment_provider_secret_refused.
result<void> check_signing_secret(std::string_view secret);

// A secret or restricted key of the mode: "sk_live_…", "rk_test_…". Error: payment_provider_key_refused.
result<void> check_provider_key(std::string_view key, bool live);

}  // namespace weir::domain
