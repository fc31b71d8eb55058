// What tenants would have been charged under another plan, for usage as it was counted. Nothing is written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <workers/billing/tenant_clock.hpp>

#include <weir/billing/compare_amounts.hpp>
#include <weir/billing/plan.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::billing {

struct simulation {
  billing::plan plan;                     // of the catalogue, or a draft with a version that none there has
  std::optional<std::string> instead_of;  // code; nothing: of all plans
  civil_day month;                        // the first day of a calendar month
  int months = 1;                         // the tenant's billing months that begin from there on
};

struct simulated_tenant {
  postgres::tenant_row tenant;
  moment from, to;
  bool is_concerned = false;  // it had a plan then that another takes the place of
  // Why the plan cannot be theirs: plan_currency_missing, subscription_overlaps, amount_overflow.
  std::optional<error> refused{};
  // Of all its subscriptions, before discounts and taxes; empty when it had none, or is refused.
  std::vector<compared_amount> amounts{};
};

// `in` sees one snapshot.
result<simulated_tenant> simulate_plan(postgres::executor& in, const postgres::tenant_row& tenant,
                                       const simulation& what);

}  // namespace weir::billing
