// The hours of a tenant's own clock. A tenant's offset from UTC may change with daylight saving, its minutes
// ((local − UTC) mod 60) do not: full local hours therefore stand at fixed UTC instants.
#pragma once

#include <cstdint>

#include <weir/base/time.hpp>

namespace weir::domain {

inline constexpr std::int64_t ns_per_minute = 60'000'000'000;
inline constexpr std::int64_t ns_per_hour = 60 * ns_per_minute;

// (local − UTC) mod 60 minutes, as tenants may have it.
constexpr bool is_minute_offset(int minutes) {
  return minutes == 0 || minutes == 15 || minutes == 30 || minutes == 45;
}

// The UTC instant at which the local clock hour that contains `t` began; times before 1970 round down too. The first
// hour of `timestamp`'s range is cut short: its start is not representable.
timestamp hour_start(timestamp t, int minute_offset);

// Whether a local clock hour starts at `t`.
bool is_hour_start(timestamp t, int minute_offset);

}  // namespace weir::domain
