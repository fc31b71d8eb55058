// The months that a tenant is billed by: from its billing day to the next one, 31 meaning the last day of a month that
// has fewer. Days are of the tenant's own zone; which instant a day begins at is told by whoever knows the zone.
#pragma once

#include <compare>
#include <functional>

#include <weir/base/civil_day.hpp>
#include <weir/base/time.hpp>

namespace weir::billing {

// An instant and the tenant's day that it lies in.
struct moment {
  timestamp at;
  civil_day day;

  auto operator<=>(const moment&) const = default;
};

using start_of_day = std::function<timestamp(civil_day)>;

// The start of the month that has `day`. `billing_day` 1 to 31.
civil_day month_start(civil_day day, unsigned billing_day);

// The start of the month that follows the one that begins at `start`, or of one that follows later.
civil_day next_month_start(civil_day start, unsigned billing_day, int months = 1);

// Months that belong together, as a year of twelve: the one that has the month beginning at `month`, counted from the
// month that begins at `anchor`, also when that is later.
civil_day interval_start(civil_day anchor, civil_day month, unsigned billing_day, int months);

}  // namespace weir::billing
