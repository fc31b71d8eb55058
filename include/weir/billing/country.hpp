// Countries of ISO 3166-1, by their alpha-2 codes.
#pragma once

#include <string_view>

namespace weir::billing {

// "DE", exactly spelled. Codes that are only reserved (EU, UK), or left to users (XK), are none.
bool is_country(std::string_view code);

}  // namespace weir::billing
