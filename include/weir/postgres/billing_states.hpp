// How far each tenant is billed, and the lock that whoever writes something that is billed holds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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
};

namespace billing_states {

// A tenant has something to be billed from `at` on, the start of one of its hours: what is billed until then stays so.
// `runs` rises.
result<void> open(executor& in, std::int32_t tenant, timestamp at);

// Nothing: the tenant never had a subscription.
result<std::optional<billing_state_row>> find(executor& in, std::int32_t tenant);
// Until the transaction ends.
result<std::optional<billing_state_row>> lock(executor& in, std::int32_t tenant);

// Tenants whose next invoices are as of `at` or earlier, by their number, after `after`; those that are parked are not
// among them.
result<std::vector<billing_state_row>> list_due(executor& in, timestamp at, std::int32_t after, std::int32_t limit);
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
result<void> advance(executor& in, std::int32_t tenant, timestamp as_of, timestamp looked_at, timestamp next_at);
result<void> park(executor& in, std::int32_t tenant, const std::string& code, const std::string& detail);
result<void> release(executor& in, std::int32_t tenant);
// Something that invoices are reckoned from has changed.
result<void> touch(executor& in, std::int32_t tenant);
// Something that was billed is not any more: invoices are reckoned anew, an hour after the last ones at the earliest.
result<void> reopen(executor& in, std::int32_t tenant);

// The earliest instant from which a change of a subscription counts that was made after `since`.
result<std::optional<timestamp>> changed_from(executor& in, std::int32_t tenant, timestamp since);

// The database's clock when the transaction began.
result<timestamp> transaction_time(executor& in);

// Everything that was acknowledged before it is counted; nothing: some partition was not read yet.
result<std::optional<timestamp>> data_through(executor& in);

}  // namespace billing_states
}  // namespace weir::postgres
