// Which events a webhook endpoint is told of.
#pragma once

#include <string_view>

namespace weir::domain {

// "*", a family as "invoice.*", or a type as "invoice.paid": parts of a to z and _, joined by dots, at most 64 bytes.
bool is_event_pattern(std::string_view text);

// `pattern` is one; `type` is an event's.
bool fits_event_pattern(std::string_view pattern, std::string_view type);

// Whether a tenant's own endpoints may be told of such an event of that tenant. The platform's are told of all.
bool is_told_to_tenants(std::string_view type);

}  // namespace weir::domain
