// An event of a payment provider as far as each has it, whichever it is: what the inbox keeps it under.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>

namespace weir::contract {

struct provider_event {
  std::string id;           // evt_… of Stripe, WH-… of PayPal
  std::string type;         // as the provider writes it
  std::string api_version;  // or empty
  timestamp occurred_at;
  std::optional<bool> live;  // nothing: it does not say
  std::string object_id;     // what it is about, or empty
  std::string related_id;    // the provider's id of the payment that this belongs to, or empty
};

bool is_provider(std::string_view name);  // "stripe", "paypal"

// Error, permanent: webhook_body_malformed.
result<provider_event> read_provider_event(std::string_view provider, std::string_view body);

// What events are told of under: "stripe.invoice.paid", "paypal.payment.capture.completed". PayPal's own types are
// upper case and have dashes; here they are lower case and have underscores, as event patterns do.
std::string told_type(std::string_view provider, std::string_view type);

}  // namespace weir::contract
