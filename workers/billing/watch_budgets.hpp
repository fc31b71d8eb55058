// Looks at budgets: what was used of each, and which thresholds that crosses. What there is to look at is found by a
// few index probes for each tenant that has budgets; a look reads one snapshot and writes states, crossings and their
// announcements in one transaction, under the lease of the tenant's row. Whoever is killed anywhere leaves a look that
// the next one repeats.
#pragma once

#include <chrono>
#include <cstdint>
#include <stop_token>

#include <weir/base/time.hpp>
#include <weir/postgres/budget_watches.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::billing {

// Between two looks at a tenant whose usage goes on; and at the most, when nothing seems to have moved: what moves
// without new records, as imported history, is seen then.
inline constexpr postgres::budget_watches::pacing budget_pacing{std::chrono::seconds(20), std::chrono::minutes(10)};

struct watch_report {
  std::int64_t tenants = 0;    // looked at
  std::int64_t crossings = 0;  // written and announced
  std::int64_t failed = 0;     // budgets that only a person can mend; each is logged

  bool operator==(const watch_report&) const = default;
};

class budget_watcher {
 public:
  budget_watcher(postgres::pool& database, const clock_source& clock) : database_(database), clock_(clock) {}

  // All that is due now. Retryable errors end it; what was written stays.
  result<watch_report> step(const std::stop_token& stop = {});

  // Step after step, some seconds apart, until `stop`. A database that is away is asked again.
  void run(const std::stop_token& stop);

 private:
  result<void> look(const postgres::budget_watches::watch& w, watch_report& report);
  result<void> give_up(const postgres::budget_watches::watch& w, const error& why, watch_report& report);

  postgres::pool& database_;
  const clock_source& clock_;
};

}  // namespace weir::billing
