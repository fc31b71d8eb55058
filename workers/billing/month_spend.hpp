// What a tenant is charged for a billing month, as of now: the invoices that are as of an instant in it, and what its
// end will bring by what was counted so far. Reckoning is what bills; nothing is written.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include <workers/billing/tenant_clock.hpp>

#include <weir/billing/money.hpp>
#include <weir/postgres/billing_states.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::billing {

class month_spend {
 public:
  // Of a tenant, in the snapshot that `in` sees; `tenant` outlives this.
  month_spend(postgres::executor& in, const postgres::tenant_row& tenant) : in_(in), tenant_(tenant) {}

  // Tax included, credits not used yet; 0 for who never subscribed. A billing month from `from` to `to`. The bounds of
  // a profile do not matter. Errors: those of gather_inputs() and reckon_invoices().
  result<money> read(currency c, timestamp from, timestamp to);

 private:
  using by_currency = std::map<currency, money>;

  result<const by_currency*> unbilled(timestamp as_of);
  result<bool> is_billed_until(timestamp t);

  postgres::executor& in_;
  const postgres::tenant_row& tenant_;
  std::map<timestamp, by_currency> unbilled_;
  std::optional<std::optional<postgres::billing_state_row>> state_;
  std::optional<timestamp> oldest_draft_;
};

}  // namespace weir::billing
