// How Stripe signs its webhooks (docs.stripe.com/webhooks/signature): "t=<second>,v1=<hex>", where v1 is HMAC-SHA256 of
// "<second>.<body>" under the endpoint's secret, exactly as it is written.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <weir/base/error.hpp>

namespace weir::domain {

// What Stripe signs with: "whsec_…", used as it is written. Those of Standard Webhooks begin alike and are decoded:
// never one of these.
class stripe_secret {
 public:
  static constexpr std::string_view prefix = "whsec_";
  static constexpr std::size_t least_bytes = 8;
  static constexpr std::size_t most_bytes = 255;

  // Error: payment_provider_secret_refused. Its detail never says what was there.
  static result<stripe_secret> parse(std::string_view text);

  const std::string& text() const { return text_; }

 private:
  explicit stripe_secret(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

inline constexpr std::string_view stripe_signature_header = "Stripe-Signature";
inline constexpr std::int64_t stripe_tolerance_s = 300;

// Whether the body was signed by one of the secrets, at most stripe_tolerance_s before `received_s` (seconds since
// 1970). A later second passes, as with Stripe's own libraries. While a secret is rolled, Stripe sends a signature of
// each: one that fits is enough. Errors: webhook_signature_missing, webhook_signature_malformed,
// webhook_signature_wrong, webhook_signature_expired (it fits, and is old).
result<void> verify_stripe_signature(std::string_view header, std::string_view body,
                                     std::span<const stripe_secret> secrets, std::int64_t received_s);

}  // namespace weir::domain
