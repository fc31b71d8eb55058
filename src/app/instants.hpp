// Points in time as people type them.
#pragma once

#include <string_view>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>

namespace weir::app {

// RFC 3339, a day ("2026-11-23", UTC), or so long ago: "90s", "15m", "2h", "7d". Error: time_malformed.
result<timestamp> parse_since(std::string_view text, timestamp now);

}  // namespace weir::app
