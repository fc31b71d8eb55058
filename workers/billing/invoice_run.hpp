// The job "invoice_run": tenants whose billing month has ended get their invoices, then those whose usage has reached
// the threshold of its plan before that. Many of them in one snapshot and one transaction, so a run that is killed, or
// goes on beside another one, bills nobody twice and misses nobody: what is still due is found by the next one.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <workers/billing/gather_inputs.hpp>

#include <weir/base/time.hpp>
#include <weir/base/ulid.hpp>
#include <weir/jobs/runner.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::billing {

inline constexpr std::string_view invoice_run_kind = "invoice_run";

struct run_report {
  std::int64_t tenants = 0;  // of which something was due
  std::int64_t invoices = 0;
  std::int64_t parked = 0;
  std::int64_t failed = 0;    // an error that only a person can mend; each is logged
  std::int64_t past_due = 0;  // invoices that became so
  bool waits = false;         // somebody is due by the clock, and usage is not counted to there yet

  bool operator==(const run_report&) const = default;
};

std::string run_report_json(const run_report& r);

class invoice_runner {
 public:
  // Of a run: as many transactions go on at once.
  static constexpr std::size_t connections = 2;

  invoice_runner(postgres::pool& database, const clock_source& clock, id_source& ids)
      : database_(database), clock_(clock), ids_(ids) {}

  // All that is due now and was counted to its end. `done`: the tenants that are through, and whether to go on; called
  // from several threads, one at a time. Retryable errors end it; what was written stays.
  result<run_report> run(const std::function<bool(const run_report&)>& done);

 private:
  struct due_tenant {
    std::int32_t number = 0;
    int tries = 0;  // that found it changed or locked
  };
  enum class look : std::uint8_t {
    due,      // at what is due
    running,  // at usage of a running month, as of the last full hour: whether it has reached a threshold
  };
  struct goal {
    look at = look::due;
    timestamp horizon{};
  };
  struct course;

  result<void> go_through(course& of, look at, const std::function<bool(const run_report&)>& done);
  void go_on(course& of, const std::function<bool(const run_report&)>& done);
  result<void> bill(std::vector<due_tenant> all, const goal& to, run_report& report);
  result<std::vector<due_tenant>> bill_together(const std::vector<due_tenant>& all, const goal& to, run_report& report);
  result<std::vector<gathered>> gather(const std::vector<due_tenant>& all, const goal& to);
  result<void> rest(const std::vector<gathered>& all);
  result<bool> is_waited_for(timestamp horizon, timestamp now);
  result<void> sweep_overdue(run_report& report);

  postgres::pool& database_;
  const clock_source& clock_;
  id_source& ids_;
};

// A run as soon as somebody has time for it, because of the command `command`.
result<void> ask_for_invoice_run(postgres::executor& in, const std::string& command);

// Its result is the report as JSON. A run for which usage was not counted far enough asks for another one some seconds
// later, and that one for another, with longer and longer waits, until the hourly run comes anyway.
jobs::handler invoice_run_job(postgres::pool& database, const clock_source& clock, id_source& ids);

}  // namespace weir::billing
