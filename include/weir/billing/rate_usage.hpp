// What usage of one billing period costs under one price, with every step of the reckoning.
//
// A quantity below zero costs as much as none. `s` is the part of the billing period that the price was in force for:
// of what is included, and of the minimum and maximum, that part counts. The bounds of tiers are not divided.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <weir/base/decimal.hpp>
#include <weir/base/error.hpp>
#include <weir/billing/exact_amount.hpp>
#include <weir/billing/price.hpp>
#include <weir/billing/share.hpp>

namespace weir::billing {

struct usage {
  decimal quantity;         // as the meter puts it together
  std::int64_t events = 0;  // ≥ 0

  bool operator==(const usage&) const = default;
};

// One step. Their amounts sum to the total.
struct rated_step {
  enum class step : std::uint8_t {
    included,  // quantity that costs nothing
    units,     // quantity × unit_amount
    tier,      // of tiers[tier]: quantity × unit_amount + flat_amount
    packages,  // quantity packages × unit_amount
    rate,      // quantity × unit_amount, the percentage's rate
    events,    // quantity events × unit_amount
    minimum,   // what is missing up to minimum_amount
    maximum,   // what is beyond maximum_amount, negative
  };

  step kind;
  decimal quantity{};
  unit_price unit_amount{};
  unit_price flat_amount{};
  std::int32_t tier = 0;
  exact_amount amount{};

  bool operator==(const rated_step&) const = default;
};

struct rated_usage {
  std::vector<rated_step> steps;
  exact_amount total;
};

// Whether more of the same billing period may come: what it costs at least is not known before.
enum class usage_end : std::uint8_t { closed, open };

// `p` is a metered price. Error: amount_overflow, when a number of packages leaves what a quantity can be.
result<rated_usage> rate_usage(const price& p, const usage& u, const share& s, usage_end end = usage_end::closed);

// What is left of a quantity that is included in the whole billing period.
decimal cut_included(decimal whole, const share& s);

}  // namespace weir::billing
