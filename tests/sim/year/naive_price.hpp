// What a quantity costs by a draft of a price, in 128-bit arithmetic.
#pragma once

#include <cstdint>
#include <string>

#include <weir/billing/plan.hpp>

namespace weir::sim {

__extension__ using wide = __int128;

// A decimal text in units of 10^-digits.
wide parse_units(const std::string& text, int digits);

// The part [from, to) of `whole`: what it is up to `to` less what it is up to `from`, halves to the even neighbor.
struct naive_part {
  std::int64_t from = 0, to = 1, whole = 1;
};
wide cut_naively(wide amount, const naive_part& part);

int digits_of(const std::string& currency);

// Minor units of what a fee costs for the whole period.
std::int64_t price_fee(const billing::price_draft& p);

// `nanounits` of usage in `events` events cost so many minor units.
std::int64_t price_usage(const billing::price_draft& p, wide nanounits, std::int64_t events, const naive_part& part);

}  // namespace weir::sim
