#include <limits>

#include <weir/base/assert.hpp>
#include <weir/base/decimal.hpp>
#include <weir/domain/hour.hpp>

namespace weir::domain {

timestamp hour_start(timestamp t, int minute_offset) {
  WEIR_ASSERT(is_minute_offset(minute_offset), "a tenant's minute offset is 0, 15, 30 or 45");
  const auto shift = minute_offset * ns_per_minute;
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
