// How far each tenant is billed, and the lock that whoever writes something that is billed holds.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/billing/invoice_inputs.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct billing_state_row {
  std::int32_t tenant_number = 0;
  timestamp next_at{};  // as of when the next invoices are reckoned
  std::optional<timestamp> billed_until{};
  std::optional<timestamp> looked_at{};
  std::int64_t runs = 0;
  std::optional<timestamp> parked_at{};
  std::string parked_code, parked_detail;
  bool is_released = false;
  std::optional<timestamp> threshold_at{};  // as of when usage is compared with thresholds; nothing: there are none
};

namespace billing_states {

// A tenant has something to be billed from `at` on, the start of one of its hours: what is billed until then stays so.
// `runs` rises.
result<void> open(executor& in, std::int32_t tenant, timestamp at);

// Nothing: the tenant never had a subscription.
result<std::optional<billing_state_row>> find(executor& in, std::int32_t tenant);
// Of these tenants, by number; those without one are left out.
result<std::vector<billing_state_row>> find(executor& in, std::span<const std::int32_t> tenants);
// Until the transaction ends.
result<std::optional<billing_state_row>> lock(executor& in, std::int32_t tenant);
// Those of these tenants that nobody else has locked now, by number: whoever wants many waits for none of them, since
// others take them in other orders.
result<std::vector<billing_state_row>> lock_free(executor& in, std::span<const std::int32_t> tenants);

// Tenants whose next invoices are as of `at` or earlier, by their number, after `after`; those that are parked are not
// among them.
result<std::vector<billing_state_row>> list_due(executor& in, timestamp at, std::int32_t after, std::int32_t limit);
// The same of tenants of which nothing is due at `at`, and whose usage is to be compared with thresholds; those for
// whom a draft waits are not among them.
result<std::vector<billing_state_row>> list_watched(executor& in, timestamp at, std::int32_t after, std::int32_t limit);
struct due_count {
  std::int64_t tenants = 0;  // that ever had a subscription
  std::int64_t due = 0;      // of list_due()
  std::int64_t parked = 0;
  std::optional<timestamp> next_at{};  // the earliest of those that are not parked
};
result<due_count> count_due(executor& in, timestamp at);
// By number, after `after` (0: from the first).
result<std::vector<billing_state_row>> list_parked(executor& in, std::int32_t after, std::int32_t limit);

// The callers of these hold the lock. All make `runs` rise.
// The tenant is billed until `as_of`; `looked_at` is the database's clock in the snapshot that this was reckoned from.
struct billed_tenant {
  std::int32_t number = 0;
  timestamp as_of, looked_at, next_at;
  std::optional<timestamp> threshold_at{};
};
result<void> advance(executor& in, std::span<const billed_tenant> tenants);
result<void> park(executor& in, std::int32_t tenant, const std::string& code, const std::string& detail);
result<void> release(executor& in, std::int32_t tenant);
// Something that invoices are reckoned from has changed.
result<void> touch(executor& in, std::int32_t tenant);
// Something that was billed is not any more: invoices are reckoned anew, an hour after the last ones at the earliest.
result<void> reopen(executor& in, std::int32_t tenant);

// Subscriptions are others from `at` on, the start of one of the tenant's hours: usage may reach a threshold that there
// was none of before.
result<void> watch(executor& in, std::int32_t tenant, timestamp at);

// Usage has reached no threshold yet. Of a tenant whose `runs` are not those any more, nothing is written: it is looked
// at again. No lock is needed, and `runs` stays.
struct watched_tenant {
  std::int32_t number = 0;
  std::int64_t runs = 0;
  std::optional<timestamp> threshold_at{};
};
result<void> rest(executor& in, std::span<const watched_tenant> tenants);
// The earliest instant from which a change of a tenant's subscriptions counts that was made after `since`, or an import
// of past usage that took its place after it; by tenant, and only of those with such a change.
struct last_look {
  std::int32_t tenant = 0;
  timestamp since;
};
result<std::map<std::int32_t, timestamp>> changed_from(executor& in, std::span<const last_look> looks);

// The database's clock when the transaction began.
result<timestamp> transaction_time(executor& in);

// Everything that was acknowledged before it is counted; nothing: some partition was not read yet.
result<std::optional<timestamp>> data_through(executor& in);

// How far the log is in the database that the transaction sees, by partition: that of a tenant is its bucket modulo how
// many there are. Empty: the installation was not recorded yet.
result<std::vector<billing::counted_log>> counted_logs(executor& in);

}  // namespace billing_states
}  // namespace weir::postgres
