// What a name may look like. All functions take UTF-8 and count bytes.
#pragma once

#include <string_view>

namespace weir::domain {

// U+0000 to U+001F and U+007F to U+009F.
bool has_control(std::string_view text);

// ^[a-z0-9]+(?:_[a-z0-9]+)*$, at most 64: OpenMeter's slug.
bool is_slug(std::string_view text);

// ^[a-zA-Z_][a-zA-Z0-9_]*$, at most 64: the name of a group.
bool is_group_name(std::string_view text);

// ^[A-Z]{3}$: the form of an ISO 4217 code.
bool is_currency(std::string_view text);

}  // namespace weir::domain
