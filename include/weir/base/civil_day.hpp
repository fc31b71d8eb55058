// Days of the proleptic Gregorian calendar, of no time zone.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weir {

struct civil_day {
  int year = 1970;
  unsigned month = 1;  // 1 to 12
  unsigned day = 1;    // 1 to 31, of that month

  auto operator<=>(const civil_day&) const = default;
};

unsigned last_day_of_month(int year, unsigned month);

// Days from a to b; negative when b is earlier.
std::int64_t days_between(civil_day a, civil_day b);

// The day `months` later that is called `day`, or the last one of a month that has none of that name.
civil_day add_months(civil_day from, int months, unsigned day);

civil_day add_days(civil_day from, int days);

std::string text(civil_day d);                                    // "2026-02-28"
std::optional<civil_day> parse_civil_day(std::string_view text);  // years 0001 to 9999

}  // namespace weir
