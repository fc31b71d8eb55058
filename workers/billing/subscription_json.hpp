// schemas/json/subscription.json: what the API answers and announcements carry.
#pragma once

#include <string>

#include <workers/billing/tenant_clock.hpp>

#include <weir/postgres/plan_book.hpp>
#include <weir/postgres/subscriptions.hpp>

namespace weir::billing {

// As it stands at `now`. `plans` has read its plans.
std::string subscription_json(const postgres::subscription_row& row, const std::string& tenant_id,
                              const tenant_clock& clock, const postgres::plan_book& plans, timestamp now);

}  // namespace weir::billing
