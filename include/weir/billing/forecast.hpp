// What a month would come to at its end if the rest of it went on as it began, and how far the same rule was off in
// months that are over.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include <weir/billing/money.hpp>
#include <weir/billing/rate_usage.hpp>

namespace weir::billing {

// Of a stretch of time: how much of it was seen, and how long all of it is. seen_ns > 0.
struct seen_part {
  std::int64_t seen_ns = 0;
  std::int64_t whole_ns = 0;
};

// What all of it would count at the rate of what was seen: quantity × whole ÷ seen, cut toward zero at 10^-9, and whole
// events. Of usage that adds up; a maximum or a last value is what it is. Error: amount_overflow.
result<usage> at_the_same_rate(const usage& seen, const seen_part& part);

// What the rule said of a month at the same point of it, and what the month came to. Neither is below zero.
struct past_month {
  money forecast{};
  money actual{};

  bool operator==(const past_month&) const = default;
};

struct forecast_band {
  money low{};
  money high{};

  bool operator==(const forecast_band&) const = default;
};

// From the least to the most that `forecast` would come to if it were off as in one of the months before: by their
// factor (of one that was forecast at nothing, by its amount), low rounded down and high up, with the forecast itself
// in it. Nothing: there is no month to tell by. Error: amount_overflow.
result<std::optional<forecast_band>> band_of(money forecast, std::span<const past_month> past);

// By how much it was off, as whole thousandths of the forecast, halves away from zero; nothing: something came where
// nothing was forecast.
std::optional<std::int64_t> thousandths_off(const past_month& m);

}  // namespace weir::billing
