#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <workers/billing/budget_json.hpp>
#include <workers/billing/month_spend.hpp>
#include <workers/billing/watch_budgets.hpp>

#include <weir/base/assert.hpp>
#include <weir/base/log.hpp>
#include <weir/base/pause.hpp>
#include <weir/contract/domain_event.hpp>
#include <weir/domain/hour.hpp>
#include <weir/postgres/budgets.hpp>
#include <weir/postgres/meters.hpp>
#include <weir/postgres/outbox.hpp>
#include <weir/postgres/usage_totals.hpp>

namespace weir::billing {
namespace {

using postgres::budget_crossing_row;
using postgres::budget_row;
using postgres::executor;
using postgres::role;
using postgres::tenant_scope;

constexpr std::int32_t most_at_once = 10;  // looked at within one lease
constexpr auto lease = std::chrono::seconds(60);
constexpr auto between_steps = std::chrono::seconds(5);
// A month that has ended is looked at for so long beside the one that has begun: its last usage may still be counted.
constexpr std::int64_t afterglow_ns = 24 * domain::ns_per_hour;

struct month {
  timestamp from, to;
};

struct measured {
  budget_row budget;
  month of;
  decimal used;
  bool is_current = true;  // not of the month before
};

struct found {
  postgres::tenant_row tenant;
  timestamp at;
  timestamp ends_at;  // of the current month
  std::vector<measured> all;
  std::int64_t failed = 0;
};

class reader {
 public:
  reader(executor& in, const postgres::tenant_row& tenant, timestamp now)
      : in_(in), tenant_(tenant), now_(now), spend_(in, tenant) {}

  result<found> read() {
    auto clock = tenant_clock::of(in_, tenant_);
    if (!clock) return std::unexpected(clock.error());
    const auto first_day = month_start(clock->hour_of(now_).day, clock->calendar().billing_day);
    const month current{clock->start_of(first_day).at, clock->end_of_month(now_).at};
    const auto day_before = month_start(add_days(first_day, -1), clock->calendar().billing_day);
    const month before{clock->start_of(day_before).at, current.from};
    found out{.tenant = tenant_, .at = now_, .ends_at = current.to, .all = {}};
    auto budgets = postgres::budgets::list(in_, tenant_.number, "", postgres::budgets::most_of_a_tenant);
    if (!budgets) return std::unexpected(budgets.error());
    for (const auto& b : *budgets) {
      if (now_.ns < current.from.ns + afterglow_ns && b.created_at < current.from) {
        if (auto done = add(out, b, before, false); !done) return std::unexpected(done.error());
      }
      if (auto done = add(out, b, current, true); !done) return std::unexpected(done.error());
    }
    return out;
  }

 private:
  result<void> add(found& to, const budget_row& b, month of, bool is_current) {
    auto used = b.budget.measures == budget_measure::usage ? usage_of(b, of) : spend_of(b, of);
    if (used) {
      to.all.push_back({b, of, *used, is_current});
      return {};
    }
    if (used.error().retryable()) return std::unexpected(used.error());
    ++to.failed;
    log::warning("a budget is not measured", {{"budget", b.id}, {"tenant_id", tenant_.id}, {"error", used.error()}});
    return {};
  }

  result<decimal> usage_of(const budget_row& b, month of) {
    auto meter = postgres::meters::by_number(in_, *b.meter_number);
    if (!meter) return std::unexpected(meter.error());
    const std::array<postgres::usage_totals::usage_class, 1> everything{};
    auto totals = postgres::usage_totals::read(in_, tenant_.number, *meter, of.from, of.to, everything);
    if (!totals) return std::unexpected(totals.error());
    return totals->front().quantity;
  }

  result<decimal> spend_of(const budget_row& b, month of) {
    auto total = spend_.read(*b.budget.currency, of.from, of.to);
    if (!total) return std::unexpected(total.error());
    return decimal::parse_sum(text(*total, *b.budget.currency));
  }

  executor& in_;
  const postgres::tenant_row& tenant_;
  timestamp now_;
  month_spend spend_;
};

result<void> announce(executor& in, const postgres::tenant_row& tenant, const budget_row& of,
                      const budget_crossing_row& c) {
  constexpr auto type = contract::event_type::budget_threshold_crossed;
  const auto from = format_rfc3339(c.period_from);
  const auto threshold = std::to_string(c.threshold), occurrence = std::to_string(c.occurrence);
  const std::array<std::string_view, 5> cause{contract::name(type), of.id, from, threshold, occurrence};
  contract::domain_event e;
  e.id = contract::derived_id("evt_", cause);
  e.type = type;
  e.time = c.crossed_at;
  e.tenant = tenant_id::parse(tenant.id);
  e.subject = of.id;
  e.principal = "system";
  e.data = crossing_json(c, of, tenant.id);
  if (auto said = postgres::outbox::append(in, e, tenant.number); !said) return std::unexpected(said.error());
  return {};
}

// How many crossings it wrote.
result<std::int64_t> write(executor& in, const postgres::tenant_row& tenant, const measured& m, timestamp at) {
  const auto& b = m.budget;
  if (m.is_current) {
    auto kept = postgres::budgets::record(in, b.id, {m.of.from, m.of.to, m.used, at, {}});
    if (!kept) return std::unexpected(kept.error());
  }
  auto standing = postgres::budgets::standing(in, b.id, m.of.from);
  if (!standing) return std::unexpected(standing.error());
  const auto verdict = judge_budget(m.used, b.budget.amount, b.budget.thresholds, *standing);
  for (const auto threshold : verdict.rearmed) {
    auto done = postgres::budgets::rearm(in, b.id, m.of.from, threshold, at);
    if (!done) return std::unexpected(done.error());
  }
  std::int64_t crossed = 0;
  for (const auto threshold : verdict.crossed) {
    budget_crossing_row c;
    c.budget_id = b.id;
    c.period_from = m.of.from;
    c.period_to = m.of.to;
    c.threshold = threshold;
    c.amount = b.budget.amount;
    c.used = m.used;
    c.crossed_at = at;
    auto made = postgres::budgets::cross(in, tenant.number, c);
    if (!made) return std::unexpected(made.error());
    if (!*made) continue;
    if (auto said = announce(in, tenant, b, **made); !said) return std::unexpected(said.error());
    ++crossed;
  }
  return crossed;
}

}  // namespace

result<watch_report> budget_watcher::step(const std::stop_token& stop) {
  watch_report report;
  while (!stop.stop_requested()) {
    auto due = database_.with_transaction(role::worker, tenant_scope::nobody(), [&](executor& in) {
      return postgres::budget_watches::claim(in, lease, most_at_once);
    });
    if (!due) return std::unexpected(due.error());
    for (const auto& w : *due) {
      if (auto done = look(w, report); !done) {
        if (done.error().retryable() && done.error().code != error_code::lease_lost)
          return std::unexpected(done.error());
        if (auto rests = give_up(w, done.error(), report); !rests) return std::unexpected(rests.error());
      }
      ++report.tenants;
      if (stop.stop_requested()) break;
    }
    if (std::ssize(*due) < most_at_once) break;
  }
  return report;
}

// Whoever overtook a look looks again; what only a person can mend rests.
result<void> budget_watcher::give_up(const postgres::budget_watches::watch& w, const error& why, watch_report& report) {
  if (why.code == error_code::lease_lost) return {};
  ++report.failed;
  log::warning("budgets of a tenant are not measured",
               {{"tenant_number", std::int64_t{w.tenant_number}}, {"error", why}});
  const postgres::budget_watches::pacing rest{budget_pacing.most_wait, budget_pacing.most_wait};
  auto done = database_.with_transaction(role::worker, tenant_scope::nobody(), [&](executor& in) {
    return postgres::budget_watches::finish(in, w, rest, clock_.now());
  });
  if (!done && done.error().code != error_code::lease_lost) return done;
  return {};
}

result<void> budget_watcher::look(const postgres::budget_watches::watch& w, watch_report& report) {
  const auto now = clock_.now();
  auto seen = database_.read_snapshot(role::worker, tenant_scope::nobody(), [&](executor& in) -> result<found> {
    auto tenant = postgres::tenants::by_number(in, w.tenant_number);
    if (!tenant) return std::unexpected(tenant.error());
    return reader(in, *tenant, now).read();
  });
  if (!seen) return std::unexpected(seen.error());
  std::int64_t crossed = 0;
  auto done = database_.with_transaction(role::worker, tenant_scope::nobody(), [&](executor& in) -> result<void> {
    crossed = 0;
    if (auto held = postgres::budget_watches::finish(in, w, budget_pacing, seen->ends_at); !held) return held;
    for (const auto& m : seen->all) {
      auto written = write(in, seen->tenant, m, seen->at);
      if (!written) return std::unexpected(written.error());
      crossed += *written;
    }
    return {};
  });
  if (!done) return done;
  report.crossings += crossed;
  report.failed += seen->failed;
  return {};
}

void budget_watcher::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (auto looked = step(stop); !looked) log::warning("budgets wait", {{"error", looked.error()}});
    pause(stop, between_steps);
  }
}

}  // namespace weir::billing
