// Which usage of a running month is billed before its end: that of subscriptions for which it reached the threshold of
// their plan.
#pragma once

#include <functional>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/billing/settle_charges.hpp>

namespace weir::billing {

// Leaves out the differences of usage that goes on (difference::is_interim) of every subscription for which they come
// to less than its threshold together. `runs`: whether neither the billing period of a key is over nor its
// subscription, since what is owed no more of one that is over does not wait. Error: amount_overflow.
result<void> hold_back(std::vector<difference>& differences, const std::vector<rated_charge>& charges,
                       const std::function<bool(const charge_key&)>& runs);

}  // namespace weir::billing
