#include <limits>

#include <weir/base/assert.hpp>
#include <weir/domain/hour.hpp>

namespace weir::domain {

timestamp hour_start(timestamp t, int minute_offset) {
  WEIR_ASSERT(is_minute_offset(minute_offset), "a tenant's minute offset is 0, 15, 30 or 45");
  // Of the instant itself, since local time may leave the range.
  auto rest = (t.ns % ns_per_hour + minute_offset * ns_per_minute) % ns_per_hour;
  if (rest < 0) rest += ns_per_hour;
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  return {t.ns < least + rest ? least : t.ns - rest};
}

bool is_hour_start(timestamp t, int minute_offset) {
  return hour_start(t, minute_offset) == t;
}

}  // namespace weir::domain
