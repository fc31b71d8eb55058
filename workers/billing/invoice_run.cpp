#include <algorithm>

#include <fmt/format.h>
#include <workers/billing/change_invoices.hpp>
#include <workers/billing/invoice_run.hpp>
#include <workers/billing/issue_invoices.hpp>

#include <weir/base/log.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/domain/hour.hpp>
#include <weir/postgres/jobs.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::billing {
namespace {

using postgres::executor;
using postgres::role;
using postgres::tenant_scope;

constexpr std::int32_t page_size = 200;
// Somebody else writes about the same tenant at the same time: seldom, and never for long.
constexpr int most_tries = 5;

// The first wait of a run for usage to be counted; each is twice the one before, all of them take half an hour.
constexpr std::int64_t first_wait_seconds = 2;
constexpr std::int64_t last_wait_seconds = 1024;

bool is_for_a_person(const error& e) {
  return kind(e.code) == error_kind::permanent;
}

// At the end of a billing month, late events are waited for; a fee that is due in between asks for no usage.
result<bool> is_ready(executor& in, const postgres::tenant_row& tenant, timestamp as_of, timestamp horizon) {
  auto profile = postgres::billing_profiles::find(in, tenant.number);
  if (!profile) return std::unexpected(profile.error());
  auto clock = tenant_clock::of(tenant, profile->billing_day);
  if (!clock) return std::unexpected(clock.error());
  const auto month = clock->start_of(month_start(clock->hour_of(as_of).day, clock->calendar().billing_day));
  const auto grace_ns = as_of == month.at ? profile->grace_hours * domain::ns_per_hour : 0;
  return as_of.ns + grace_ns <= horizon.ns;
}

std::int64_t waited_seconds(const jobs::job& j) {
  auto document = contract::json_document::parse(j.arguments);
  const auto waited = document ? document->root().find("waited_seconds") : std::nullopt;
  return waited ? waited->integer().value_or(0) : 0;
}

// However many runs wait, one comes at the end of each wait: they have the same cause.
result<void> ask_again(executor& in, const jobs::job& j, timestamp now, id_source& ids) {
  const auto wait = std::max(first_wait_seconds, 2 * waited_seconds(j));
  if (wait > last_wait_seconds) return {};
  const auto slot = now.ns / 1'000'000'000 / wait + 1;
  postgres::jobs::new_job job;
  job.id = job_id{ids.next()}.text();
  job.kind = invoice_run_kind;
  job.cause = fmt::format("invoice_run:wait:{}:{}", wait, slot);
  job.arguments = contract::json_writer(32).begin_object().member("waited_seconds", wait).end_object().take();
  job.run_after = timestamp{(slot * wait + 1) * 1'000'000'000};
  if (auto made = postgres::jobs::enqueue(in, job); !made) return std::unexpected(made.error());
  return {};
}

// How many a run that begins now looks at.
result<std::int64_t> count_due(postgres::pool& database, timestamp now) {
  return database.read(role::worker, tenant_scope::nobody(), [&](executor& in) -> result<std::int64_t> {
    auto through = postgres::billing_states::data_through(in);
    if (!through) return std::unexpected(through.error());
    auto counted = postgres::billing_states::count_due(in, std::min(now, through->value_or(timestamp{})));
    if (!counted) return std::unexpected(counted.error());
    return counted->due;
  });
}

}  // namespace

std::string run_report_json(const run_report& r) {
  contract::json_writer w(128);
  w.begin_object().member("tenants", r.tenants).member("invoices", r.invoices).member("parked", r.parked);
  return w.member("failed", r.failed).member("past_due", r.past_due).end_object().take();
}

result<run_report> invoice_runner::run(const std::function<bool(const run_report&)>& done) {
  run_report report;
  auto through = database_.read(role::worker, tenant_scope::nobody(),
                                [](executor& in) { return postgres::billing_states::data_through(in); });
  if (!through) return std::unexpected(through.error());
  // Nothing is due as long as some partition was never read.
  const auto now = clock_.now();
  const auto horizon = std::min(now, through->value_or(timestamp{}));
  for (std::int32_t after = 0;;) {
    auto page = database_.read(role::worker, tenant_scope::nobody(), [&](executor& in) {
      return postgres::billing_states::list_due(in, horizon, after, page_size);
    });
    if (!page) return std::unexpected(page.error());
    for (const auto& state : *page) {
      if (auto billed = bill(state.tenant_number, horizon, report); !billed) {
        if (!is_for_a_person(billed.error())) return std::unexpected(billed.error());
        ++report.failed;
        log::error("a tenant is not billed",
                   {{"tenant_number", std::int64_t{state.tenant_number}}, {"error", billed.error()}});
      }
      ++report.tenants;
      if (!done(report)) return fail(error_code::lease_lost);
      after = state.tenant_number;
    }
    if (std::ssize(*page) < page_size) break;
  }
  auto waits = is_waited_for(horizon, now);
  if (!waits) return std::unexpected(waits.error());
  report.waits = *waits;
  if (auto swept = sweep_overdue(report); !swept) return std::unexpected(swept.error());
  return report;
}

result<bool> invoice_runner::is_waited_for(timestamp horizon, timestamp now) {
  for (std::int32_t after = 0; horizon < now;) {
    auto page = database_.read(role::worker, tenant_scope::nobody(), [&](executor& in) {
      return postgres::billing_states::list_due(in, now, after, page_size);
    });
    if (!page) return std::unexpected(page.error());
    if (std::ranges::any_of(*page, [&](const auto& state) { return horizon < state.next_at; })) return true;
    if (std::ssize(*page) < page_size) break;
    after = page->back().tenant_number;
  }
  return false;
}

// Month after month, when several are due.
result<void> invoice_runner::bill(std::int32_t tenant, timestamp horizon, run_report& report) {
  for (int tries = 0; tries < most_tries;) {
    auto got = database_.read_snapshot(role::worker, tenant_scope::nobody(),
                                       [&](executor& in) -> result<std::optional<gathered>> {
                                         auto row = postgres::tenants::by_number(in, tenant);
                                         if (!row) return std::unexpected(row.error());
                                         auto state = postgres::billing_states::find(in, tenant);
                                         if (!state) return std::unexpected(state.error());
                                         if (!*state || (*state)->parked_at) return std::nullopt;
                                         auto ready = is_ready(in, *row, (*state)->next_at, horizon);
                                         if (!ready) return std::unexpected(ready.error());
                                         if (!*ready) return std::nullopt;
                                         auto all = gather_inputs(in, *row, (*state)->next_at);
                                         if (!all) return std::unexpected(all.error());
                                         return std::move(*all);
                                       });
    if (!got) return std::unexpected(got.error());
    if (!*got) return {};
    const auto made = prepare_invoices(**got, ids_);
    auto end = database_.with_transaction(role::worker, tenant_scope::nobody(),
                                          [&](executor& in) { return write_invoices(in, **got, made, clock_.now()); });
    if (!end) return std::unexpected(end.error());
    switch (end->end) {
      case issue_end::stale:
        ++tries;
        continue;
      case issue_end::parked:
        ++report.parked;
        return {};
      case issue_end::issued:
      case issue_end::nothing:
        report.invoices += std::ssize(end->ids);
        tries = 0;
        continue;
    }
  }
  return {};  // the next run finds it
}

result<void> invoice_runner::sweep_overdue(run_report& report) {
  for (;;) {
    const auto now = clock_.now();
    auto late = database_.read(role::worker, tenant_scope::nobody(),
                               [&](executor& in) { return postgres::invoices::overdue(in, now, page_size); });
    if (!late) return std::unexpected(late.error());
    for (const auto& found : *late) {
      auto done = database_.with_transaction(role::worker, tenant_scope::nobody(), [&](executor& in) -> result<bool> {
        return miss_due_date(in, found.id, found.tenant_number, now);
      });
      if (!done) return std::unexpected(done.error());
      report.past_due += *done ? 1 : 0;
    }
    if (std::ssize(*late) < page_size) return {};
  }
}

result<void> ask_for_invoice_run(executor& in, const std::string& command) {
  postgres::jobs::new_job job;
  job.id = std::string(job_id::prefix()) + command.substr(command_id::prefix().size());
  job.kind = invoice_run_kind;
  job.cause = "invoice_run:" + command;
  if (auto made = postgres::jobs::enqueue(in, job); !made) return std::unexpected(made.error());
  return {};
}

jobs::handler invoice_run_job(postgres::pool& database, const clock_source& clock, id_source& ids) {
  return [&database, &clock, &ids](jobs::context& job) -> result<std::string> {
    const auto due = count_due(database, clock.now());
    if (!due) return std::unexpected(due.error());
    auto report = invoice_runner(database, clock, ids).run([&](const run_report& so_far) {
      job.progress(so_far.tenants, std::max(*due, so_far.tenants));
      return !job.canceled();
    });
    if (!report) return std::unexpected(report.error());
    if (report->waits) {
      auto asked = database.with_transaction(role::worker, tenant_scope::nobody(),
                                             [&](executor& in) { return ask_again(in, job.what(), clock.now(), ids); });
      if (!asked) return std::unexpected(asked.error());
    }
    return run_report_json(*report);
  };
}

}  // namespace weir::billing
