#include <algorithm>

#include <weir/base/assert.hpp>
#include <weir/billing/calendar.hpp>

namespace weir::billing {
namespace {

int months_of(civil_day d) {
  return d.year * 12 + static_cast<int>(d.month);
}

}  // namespace

civil_day month_start(civil_day day, unsigned billing_day) {
  WEIR_ASSERT(billing_day >= 1 && billing_day <= 31, "a billing day is 1 to 31");
  const auto own = add_months(day, 0, billing_day);
  return own <= day ? own : add_months(day, -1, billing_day);
}

civil_day next_month_start(civil_day start, unsigned billing_day, int months) {
  return add_months(start, months, billing_day);
}

civil_day interval_start(civil_day anchor, civil_day month, unsigned billing_day, int months) {
  WEIR_ASSERT(months > 0, "an interval has a month at least");
  const int past = months_of(month) - months_of(anchor);
  const int into = (past % months + months) % months;
  return add_months(month, -into, billing_day);
}

}  // namespace weir::billing
