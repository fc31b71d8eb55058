#include <limits>

#include <weir/base/assert.hpp>
#include <weir/base/decimal.hpp>
#include <weir/domain/hour.hpp>

namespace weir::domain {

timestamp hour_start(timestamp t, int minute_offset) {
  WEIR_ASSERT(is_minute_offset(minute_offset), "a tenant's minute offset is 0, 15, 30 or 45");
  const auto shift = minute_offset * ns_per_minute;
  // 128 bits are for the ends of the range: their division is a call.
  constexpr auto far = std::numeric_limits<std::int64_t>::max() - 2 * ns_per_hour;
  if (t.ns < far && t.ns > -far) {
    const auto local = t.ns + shift;
    const auto rest = local % ns_per_hour;
    return {local - (rest < 0 ? rest + ns_per_hour : rest) - shift};
  }
  const int128 local = static_cast<int128>(t.ns) + shift;
  int128 rest = local % ns_per_hour;
  if (rest < 0) rest += ns_per_hour;
  const int128 start = local - rest - shift;
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  return {start < least ? least : static_cast<std::int64_t>(start)};
}

bool is_hour_start(timestamp t, int minute_offset) {
  return hour_start(t, minute_offset) == t;
}

}  // namespace weir::domain
