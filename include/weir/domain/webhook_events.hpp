// Which events a webhook endpoint is told of.
#pragma once

#include <string_view>

namespace weir::domain {

// "*", a family as "invoice.*", or a type as "invoice.paid": parts of a to z, 0 to 9 and _, joined by dots, at most 128
// bytes.
bool is_event_pattern(std::string_view text);

// `pattern` is one; `type` is an event's.
bool fits_event_pattern(std::string_view pattern, std::string_view type);

// Events of a payment provider are told under its name and their own type: "stripe.invoice.paid",
// "paypal.payment.capture.completed".
bool is_of_provider(std::string_view type);

// Whether a tenant's own endpoints may be told of such an event of that tenant. The platform's are told of all.
bool is_told_to_tenants(std::string_view type);

}  // namespace weir::domain
