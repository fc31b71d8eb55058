// What subscriptions would have come to under another plan: at the same dates, for the same usage, by other prices.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <weir/billing/charge.hpp>

namespace weir::billing {

// With `plan` in place of every version of the plan `instead_of`; nothing: of all plans. Stretches that are alike by
// that become one, as those of segments_of are. Trials and pauses stay.
std::vector<segment> with_plan(const std::vector<segment>& segments, const std::optional<std::string>& instead_of,
                               const plan_ref& plan);

// Those that have a part in the time from `from` to `to`, whole.
std::vector<segment> segments_within(const std::vector<segment>& segments, const moment& from, const moment& to);

// Charges whose stretches begin in the time from `from` to `to`, two starts of billing months, whenever they are due: a
// month's usage, the fees of intervals that begin in it, and of parts of them. Ordered by key. A plan that is not found
// is a bug.
std::vector<charge> charges_within(const subscription& s, const plan_lookup& plans, const tenant_calendar& calendar,
                                   currency currency, const moment& from, const moment& to);

}  // namespace weir::billing
