// Budgets of tenants, what was used of them, and which thresholds were crossed when.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/billing/budget.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct budget_crossing_row {
  std::int64_t number = 0;  // rises with time
  std::string budget_id;
  timestamp period_from{}, period_to{};
  std::int32_t threshold = 0;   // percent
  std::int32_t occurrence = 1;  // in this period
  decimal amount;               // the budget's then
  decimal used;                 // then
  timestamp crossed_at{};
  std::optional<timestamp> rearmed_at{};  // nothing: it counts as crossed
};

// What was used of it in the billing month that was the last one to be looked at.
struct budget_state {
  timestamp period_from{}, period_to{};
  decimal used;
  timestamp measured_at{};
  std::vector<budget_crossing_row> crossings{};  // of this month, the newest first
};

struct budget_row {
  std::string id;  // bdg_…
  std::int32_t tenant_number = 0;
  billing::budget budget;
  std::optional<std::int32_t> meter_number{};  // of usage
  std::optional<std::string> meter{};          // its slug
  std::int64_t version = 0;                    // of what people wrote, not of the state
  timestamp created_at{};
  timestamp updated_at{};
  std::optional<budget_state> state{};  // nothing: nobody has looked yet
};

namespace budgets {

inline constexpr std::int32_t most_of_a_tenant = 50;

// `wanted`: id, tenant_number, budget, and meter_number of usage. Errors: budget_name_taken, too_many_budgets. The
// caller has called budget_watches::ask() for the tenant, whose row orders those who make budgets.
result<budget_row> create(executor& in, const budget_row& wanted);

// Of a tenant. Error: budget_not_found.
result<budget_row> find(executor& in, std::int32_t tenant, const std::string& id);
// The same with its row locked until the transaction ends.
result<budget_row> lock(executor& in, std::int32_t tenant, const std::string& id);

// After lock(): name, amount and thresholds; what it measures stays. Error: budget_name_taken.
result<budget_row> update(executor& in, const budget_row& locked, const billing::budget& wanted);

// With all that it crossed. Error: budget_not_found.
result<void> remove(executor& in, const std::string& id);

// Of how many tenants budgets watch the meter.
result<std::int64_t> tenants_watching(executor& in, std::int32_t meter_number);

// By id, after `after` (empty: from the first).
result<std::vector<budget_row>> list(executor& in, std::int32_t tenant, const std::string& after, std::int32_t limit);

// The newest first, before number `before` (0: from the newest).
result<std::vector<budget_crossing_row>> crossings(executor& in, const std::string& id, std::int64_t before,
                                                   std::int32_t limit);

// Thresholds that count as crossed in the month that begins at `period_from`.
result<std::vector<std::int32_t>> standing(executor& in, const std::string& id, timestamp period_from);

// The state without its crossings.
result<void> record(executor& in, const std::string& id, const budget_state& now);

// What `c` says but number and occurrence. Nothing: it was crossed as often in this period as it can be.
result<std::optional<budget_crossing_row>> cross(executor& in, std::int32_t tenant, const budget_crossing_row& c);

// A threshold that counts as crossed does not any more.
result<void> rearm(executor& in, const std::string& id, timestamp period_from, std::int32_t threshold, timestamp at);

}  // namespace budgets
}  // namespace weir::postgres
