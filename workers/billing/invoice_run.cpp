#include <algorithm>
#include <functional>
#include <mutex>
#include <thread>

#include <fmt/format.h>
#include <workers/billing/change_invoices.hpp>
#include <workers/billing/invoice_run.hpp>
#include <workers/billing/issue_invoices.hpp>

#include <weir/base/assert.hpp>
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
// As many tenants share a snapshot and a transaction, and what is lost when it is rolled back.
constexpr std::int32_t most_together = 64;
// Somebody else writes about the same tenant at the same time: seldom, and never for long. From the last of these on it
// is waited for.
constexpr int most_tries = 5;
constexpr int tries_together = 2;

// The first wait of a run for usage to be counted; each is twice the one before, all of them take half an hour.
constexpr std::int64_t first_wait_seconds = 2;
constexpr std::int64_t last_wait_seconds = 1024;

bool is_for_a_person(const error& e) {
  return kind(e.code) == error_kind::permanent;
}

// Whoever asks again at once finds the same.
bool is_lost(const error& e) {
  return e.code == error_code::database_unavailable || e.code == error_code::database_in_doubt;
}

void fail_for(std::int32_t tenant, const error& why, run_report& report) {
  ++report.failed;
  log::error("a tenant is not billed", {{"tenant_number", std::int64_t{tenant}}, {"error", why}});
}

void add(run_report& to, const run_report& more) {
  to.tenants += more.tenants;
  to.invoices += more.invoices;
  to.parked += more.parked;
  to.failed += more.failed;
}

// At the end of a billing month, late events are waited for; a fee that is due in between asks for no usage.
result<bool> is_ready(const gathered_for& of, timestamp horizon) {
  auto clock = tenant_clock::of(of.tenant, of.profile.billing_day);
  if (!clock) return std::unexpected(clock.error());
  const auto month = clock->start_of(month_start(clock->hour_of(of.as_of).day, clock->calendar().billing_day));
  const auto grace_ns = of.as_of == month.at ? of.profile.grace_hours * domain::ns_per_hour : 0;
  return of.as_of.ns + grace_ns <= horizon.ns;
}

// The last full hour, when it was not looked at before.
result<bool> is_watched(gathered_for& of, timestamp horizon) {
  auto clock = tenant_clock::of(of.tenant, of.profile.billing_day);
  if (!clock) return std::unexpected(clock.error());
  of.as_of = clock->hour_of(horizon).at;
  return of.state->threshold_at <= of.as_of && of.state->billed_until < of.as_of;
}

// Of these tenants, those that are to be billed now.
result<std::vector<gathered_for>> list_ready(executor& in, const std::vector<std::int32_t>& numbers, timestamp horizon,
                                             bool is_due) {
  std::vector<gathered_for> out;
  auto states = postgres::billing_states::find(in, numbers);
  if (!states) return std::unexpected(states.error());
  std::vector<std::int32_t> due;
  std::erase_if(*states, [&](const auto& s) {
    return s.parked_at || is_due != (s.next_at <= horizon) || (!is_due && !s.threshold_at);
  });
  for (const auto& s : *states)
    due.push_back(s.tenant_number);
  if (due.empty()) return out;
  auto tenants = postgres::tenants::by_numbers(in, due);
  if (!tenants) return std::unexpected(tenants.error());
  auto profiles = postgres::billing_profiles::find(in, due);
  if (!profiles) return std::unexpected(profiles.error());
  WEIR_ASSERT(tenants->size() == due.size(), "billing_states refers to tenants");
  // All three are by number.
  for (std::size_t i = 0; i < due.size(); ++i) {
    const auto& state = (*states)[i];
    gathered_for one{std::move((*tenants)[i]), state, std::move((*profiles)[i]), state.next_at};
    auto ready = is_due ? is_ready(one, horizon) : is_watched(one, horizon);
    if (!ready) return std::unexpected(ready.error());
    if (*ready) out.push_back(std::move(one));
  }
  return out;
}

bool is_of_running_usage(const prepared_currency& of) {
  return std::ranges::any_of(of.invoices, [](const prepared_invoice& made) {
    return std::ranges::any_of(made.lines, &postgres::invoice_line_row::is_interim);
  });
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

// What the threads of a run share.
struct invoice_runner::course {
  goal to;
  std::mutex mutex;
  std::int32_t after = 0;
  bool is_over = false;
  run_report report;
  std::optional<error> failed;
};

result<run_report> invoice_runner::run(const std::function<bool(const run_report&)>& done) {
  auto through = database_.read(role::worker, tenant_scope::nobody(),
                                [](executor& in) { return postgres::billing_states::data_through(in); });
  if (!through) return std::unexpected(through.error());
  // Nothing is due as long as some partition was never read.
  const auto now = clock_.now();
  const auto horizon = std::min(now, through->value_or(timestamp{}));
  course of;
  of.to.horizon = horizon;
  for (const auto at : {look::due, look::running}) {
    if (auto gone = go_through(of, at, done); !gone) return std::unexpected(gone.error());
  }
  auto& report = of.report;
  auto waits = is_waited_for(horizon, now);
  if (!waits) return std::unexpected(waits.error());
  report.waits = *waits;
  if (auto swept = sweep_overdue(report); !swept) return std::unexpected(swept.error());
  return report;
}

result<void> invoice_runner::go_through(course& of, look at, const std::function<bool(const run_report&)>& done) {
  of.to.at = at;
  of.after = 0;
  of.is_over = false;
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < connections; ++i)
      others.emplace_back([&] { go_on(of, done); });
    go_on(of, done);
  }
  if (of.failed) return std::unexpected(*of.failed);
  return {};
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

// One page of tenants after another, until none is left or something went wrong.
void invoice_runner::go_on(course& of, const std::function<bool(const run_report&)>& done) {
  std::unique_lock lock(of.mutex);
  while (!of.is_over && !of.failed) {
    auto page = database_.read(role::worker, tenant_scope::nobody(), [&](executor& in) {
      const auto list =
          of.to.at == look::due ? postgres::billing_states::list_due : postgres::billing_states::list_watched;
      return list(in, of.to.horizon, of.after, most_together);
    });
    if (!page) {
      of.failed = page.error();
      return;
    }
    of.is_over = std::ssize(*page) < most_together;
    if (page->empty()) return;
    of.after = page->back().tenant_number;
    std::vector<due_tenant> all;
    for (const auto& state : *page)
      all.push_back({state.tenant_number});
    lock.unlock();
    run_report mine{.tenants = of.to.at == look::due ? std::ssize(all) : 0};
    auto billed = bill(std::move(all), of.to, mine);
    lock.lock();
    if (!billed) {
      of.failed = billed.error();
      return;
    }
    add(of.report, mine);
    if (!done(of.report)) of.failed = error(error_code::lease_lost);
  }
}

// Month after month, when several are due. What fails for all of them may be the fault of one: halves find out whose.
result<void> invoice_runner::bill(std::vector<due_tenant> all, const goal& to, run_report& report) {
  while (!all.empty()) {
    if (all.size() > 1) {
      const auto alone = std::ranges::partition(all, [](const due_tenant& t) { return t.tries < tries_together; });
      for (const auto& t : alone) {
        if (auto billed = bill({t}, to, report); !billed) return billed;
      }
      all.erase(alone.begin(), alone.end());
    }
    auto left = bill_together(all, to, report);
    if (left) {
      all = std::move(*left);
      continue;
    }
    const auto& why = left.error();
    if (all.size() > 1 && !is_lost(why)) {
      const auto middle = all.begin() + std::ssize(all) / 2;
      if (auto billed = bill({all.begin(), middle}, to, report); !billed) return billed;
      all.erase(all.begin(), middle);
      continue;
    }
    if (!is_for_a_person(why)) return std::unexpected(why);
    for (const auto& t : all)
      fail_for(t.number, why, report);
    return {};
  }
  return {};
}

result<std::vector<gathered>> invoice_runner::gather(const std::vector<due_tenant>& all, const goal& to) {
  std::vector<std::int32_t> numbers;
  for (const auto& t : all)
    numbers.push_back(t.number);
  return database_.read_snapshot(role::worker, tenant_scope::nobody(),
                                 [&](executor& in) -> result<std::vector<gathered>> {
                                   if (auto set = postgres::invoices::expect_many(in); !set)
                                     return std::unexpected(set.error());
                                   auto ready = list_ready(in, numbers, to.horizon, to.at == look::due);
                                   if (!ready) return std::unexpected(ready.error());
                                   return gather_inputs(in, *ready);
                                 });
}

// Those are looked at again in an hour.
result<void> invoice_runner::rest(const std::vector<gathered>& all) {
  if (all.empty()) return {};
  std::vector<postgres::billing_states::watched_tenant> tenants;
  for (const auto& g : all)
    tenants.push_back({g.tenant.number, g.state->runs, g.threshold_at});
  return database_.with_transaction(role::worker, tenant_scope::nobody(),
                                    [&](executor& in) { return postgres::billing_states::rest(in, tenants); });
}

// Answers those who are to be looked at again; none of them is named twice.
result<std::vector<invoice_runner::due_tenant>> invoice_runner::bill_together(const std::vector<due_tenant>& all,
                                                                              const goal& to, run_report& report) {
  auto got = gather(all, to);
  if (!got) return std::unexpected(got.error());
  std::erase_if(*got, [&](const gathered& g) {
    if (!g.issuer) fail_for(g.tenant.number, error(error_code::billing_issuer_missing), report);
    return !g.issuer;
  });
  std::vector<prepared> made;
  std::vector<reckoned> wanted;
  std::vector<gathered> resting;
  made.reserve(got->size());
  for (const auto& g : *got) {
    auto& of = made.emplace_back(prepare_invoices(g, ids_));
    // What else there is waits for the month's end, unless an invoice is made before it.
    if (to.at == look::running && std::ranges::none_of(of.currencies, is_of_running_usage)) of.currencies.clear();
    if (to.at == look::running && of.currencies.empty() && !of.parks) {
      resting.push_back(g);
    } else {
      wanted.push_back({&g, &of});
    }
  }
  if (auto done = rest(resting); !done) return std::unexpected(done.error());
  std::vector<due_tenant> again;
  if (wanted.empty()) return again;
  auto written = database_.with_transaction(role::worker, tenant_scope::nobody(),
                                            [&](executor& in) { return write_invoices(in, wanted, clock_.now()); });
  if (!written) return std::unexpected(written.error());
  for (std::size_t i = 0; i < written->size(); ++i) {
    const auto& g = *wanted[i].from;
    const auto& end = (*written)[i];
    switch (end.end) {
      case issue_end::stale: {
        const auto tries = std::ranges::find(all, g.tenant.number, &due_tenant::number)->tries + 1;
        if (tries < most_tries) again.push_back({g.tenant.number, tries});  // else the next run finds it
        break;
      }
      case issue_end::parked:
        ++report.parked;
        break;
      case issue_end::issued:
      case issue_end::nothing:
        report.invoices += end.invoices;
        if (g.next_at <= to.horizon) again.push_back({g.tenant.number});
        break;
    }
  }
  return again;
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
