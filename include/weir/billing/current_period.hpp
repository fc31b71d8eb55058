// Where a subscription stands, for people and for changes that wait for the end of a period.
#pragma once

#include <optional>
#include <string>

#include <weir/billing/charge.hpp>

namespace weir::billing {

struct period {
  moment from, to;

  bool operator==(const period&) const = default;
};

// The interval of fees that `now` lies in, of the plan in force then. Nothing before the start and after the end.
std::optional<period> current_period(const subscription& s, const plan_lookup& plans, const tenant_calendar& calendar,
                                     const moment& now);

// A meter that both measure in the same currency at the same time, so that its usage would be charged twice.
std::optional<std::string> shared_meter(const subscription& a, currency of_a, const subscription& b, currency of_b,
                                        const plan_lookup& plans);

}  // namespace weir::billing
