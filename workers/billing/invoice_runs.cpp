#include <algorithm>

#include <workers/billing/invoice_run.hpp>
#include <workers/billing/invoice_runs.hpp>

#include <weir/contract/json_document.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/postgres/billing_states.hpp>
#include <weir/postgres/jobs.hpp>

namespace weir::billing {
namespace {

// What was written when an attempt ended: a problem, of which a reader needs two members.
void write_problem(contract::json_writer& w, const std::optional<std::string>& json) {
  w.key("problem");
  const auto parsed = json ? contract::json_document::parse(*json) : std::unexpected(error(error_code::internal_error));
  if (!parsed) {
    w.null();
    return;
  }
  const auto root = parsed->root();
  w.begin_object().member("code", root.text("code").value_or("")).member("detail", root.text("detail").value_or(""));
  w.end_object();
}

void write_run(contract::json_writer& w, const postgres::job_row& run) {
  w.begin_object().member("id", run.id).member("state", run.state).member("attempts", run.attempts);
  w.member("done", run.progress_done).member("total", run.progress_total).member("due_at", run.run_after);
  w.member("created_at", run.created_at).member("started_at", run.started_at).member("finished_at", run.finished_at);
  w.key("report");
  if (run.result) {
    w.raw(*run.result);
  } else {
    w.null();
  }
  write_problem(w, run.problem);
  w.end_object();
}

}  // namespace

result<std::string> invoice_runs_json(postgres::executor& in, timestamp now) {
  auto through = postgres::billing_states::data_through(in);
  if (!through) return std::unexpected(through.error());
  auto by_clock = postgres::billing_states::count_due(in, now);
  if (!by_clock) return std::unexpected(by_clock.error());
  // As a run looks at them: up to where everything is counted.
  auto by_usage = postgres::billing_states::count_due(in, std::min(now, through->value_or(timestamp{})));
  if (!by_usage) return std::unexpected(by_usage.error());
  auto runs = postgres::jobs::list_newest(in, std::string(invoice_run_kind), most_told_runs);
  if (!runs) return std::unexpected(runs.error());
  contract::json_writer w(4096);
  w.begin_object().member("tenants", by_clock->tenants).member("due", by_usage->due);
  w.member("waiting", by_clock->due - by_usage->due).member("parked", by_clock->parked);
  w.member("next_at", by_clock->next_at).member("data_through", *through).key("runs").begin_array();
  for (const auto& run : *runs)
    write_run(w, run);
  return w.end_array().end_object().take();
}

}  // namespace weir::billing
