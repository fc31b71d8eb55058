#include <algorithm>
#include <limits>

#include <workers/billing/announce_change.hpp>
#include <workers/billing/change_subscriptions.hpp>
#include <workers/billing/invoice_run.hpp>
#include <workers/billing/subscription_json.hpp>

#include <weir/billing/current_period.hpp>
#include <weir/contract/plan_documents.hpp>
#include <weir/domain/hour.hpp>
#include <weir/postgres/billing_states.hpp>
#include <weir/postgres/plans.hpp>

namespace weir::billing {
namespace {

using contract::event_type;
using postgres::command_origin;
using postgres::command_outcome;
using postgres::executor;
using postgres::subscription_change_row;
using postgres::subscription_row;

constexpr std::int64_t furthest_ns = std::int64_t{400} * 24 * domain::ns_per_hour;  // back and ahead

// What a command needs to see, and the one way in which it ends.
class desk {
 public:
  static result<desk> open(executor& in, const command_origin& c) {
    if (!c.tenant) return fail(error_code::tenant_not_found);
    auto clock = tenant_clock::of(in, *c.tenant);
    if (!clock) return std::unexpected(clock.error());
    return desk(in, c, *clock);
  }

  const tenant_clock& clock() const { return clock_; }
  const postgres::plan_book& plans() const { return plans_; }
  const postgres::tenant_row& tenant() const { return *origin_.tenant; }
  moment now() const { return clock_.hour_of(origin_.issued_at); }

  result<bool> has_kept_its_clock() const {
    auto tenant = postgres::tenants::by_number(in_, this->tenant().number);
    if (!tenant) return std::unexpected(tenant.error());
    auto now = tenant_clock::of(in_, *tenant);
    if (!now) return std::unexpected(now.error());
    return *now == clock_;
  }

  result<moment> dated(const std::optional<timestamp>& given) const {
    const auto at = given.value_or(origin_.issued_at);
    if (at.ns < origin_.issued_at.ns - furthest_ns || at.ns > origin_.issued_at.ns + furthest_ns)
      return fail(error_code::subscription_time_refused, "400 days back and ahead are accepted");
    return clock_.hour_of(at);
  }

  // That somebody may choose.
  result<std::pair<postgres::plan_row, plan>> choose(const contract::plan_choice& of, const currency& coin) {
    auto row = postgres::plans::find(in_, of.plan, of.version);
    if (!row) return std::unexpected(row.error());
    if (row->state != "active") return fail(error_code::plan_archived);
    auto parsed = contract::parse_plan_definition(row->definition, row->version);
    if (!parsed) return std::unexpected(parsed.error());
    if (std::ranges::none_of(parsed->prices, [&](const price& p) { return p.currency == coin; }))
      return fail(error_code::plan_currency_missing);
    plans_.add(*parsed);
    return std::pair(std::move(*row), std::move(*parsed));
  }

  // Of this tenant; its plans are read.
  result<subscription_row> find(const subscription_id& id) {
    auto row = postgres::subscriptions::find(in_, id.text());
    if (!row) return row;
    if (row->tenant_number != tenant().number) return fail(error_code::subscription_not_found);
    if (auto read = plans_.read(in_, {&*row, 1}); !read) return std::unexpected(read.error());
    return row;
  }

  subscription_change_row made(change_kind kind, const moment& at) const {
    subscription_change_row out;
    out.kind = name(kind);
    out.at = at.at;
    out.day = at.day;
    out.made_by = origin_.principal;
    out.command_id = origin_.id;
    return out;
  }

  // Whether the subscription makes sense with these changes, by itself and beside the tenant's others.
  result<void> judge(const subscription_row& wanted) {
    std::vector<billing::subscription_change> changes;
    for (const auto& c : wanted.changes)
      changes.push_back(postgres::change_of(c));
    auto segments = segments_of(std::move(changes));
    if (!segments) return std::unexpected(segments.error());
    if (segments->empty()) return fail(error_code::subscription_change_refused, "it would be canceled when it starts");
    auto others = postgres::subscriptions::list(in_, tenant().number, "", std::numeric_limits<std::int32_t>::max());
    if (!others) return std::unexpected(others.error());
    if (auto read = plans_.read(in_, *others); !read) return read;
    const subscription mine{wanted.id, std::move(*segments)};
    for (const auto& other : *others) {
      if (other.id == wanted.id) continue;
      const auto meter = shared_meter(mine, *currency::find(wanted.currency), postgres::subscription_of(other),
                                      *currency::find(other.currency), plans_.lookup());
      if (meter) return fail(error_code::subscription_overlaps, *meter + " is measured by " + other.id);
    }
    return {};
  }

  // The announcement and the answer, of what is stored now.
  result<command_outcome> end(event_type type, const std::string& id, const std::string& before, int status) {
    auto row = postgres::subscriptions::find(in_, id);
    if (!row) return std::unexpected(row.error());
    return announce_change(in_, origin_, {type, id, row->version, shown_as(*row), before, status});
  }

  std::string shown_as(const subscription_row& row) const {
    return subscription_json(row, tenant().id, clock_, plans_, origin_.issued_at);
  }

  executor& in() const { return in_; }

 private:
  desk(executor& in, const command_origin& c, tenant_clock clock) : in_(in), origin_(c), clock_(clock) {}

  executor& in_;
  const command_origin& origin_;
  tenant_clock clock_;
  postgres::plan_book plans_;
};

void set_plan(subscription_change_row& c, const postgres::plan_row& p) {
  c.plan_number = p.number;
  c.plan_code = p.code;
  c.plan_version = p.version;
}

result<moment> time_of(const desk& at, const subscription_row& row, const contract::change_subscription& what) {
  if (what.when != contract::change_time::period_end) return at.dated(what.at);
  const auto period =
      current_period(postgres::subscription_of(row), at.plans().lookup(), at.clock().calendar(), at.now());
  if (!period) return fail(error_code::subscription_change_refused, "it has no period now that could end");
  return period->to;
}

std::int64_t next_sequence(const subscription_row& row) {
  std::int64_t most = 0;
  for (const auto& c : row.changes)
    most = std::max(most, c.sequence);
  return most + 1;
}

}  // namespace

result<command_outcome> start_subscription(executor& in, const command_origin& c,
                                           const contract::start_subscription& what) {
  auto at = desk::open(in, c);
  if (!at) return std::unexpected(at.error());
  const auto coin = currency::find(what.currency.empty() ? at->tenant().currency : what.currency);
  if (!coin) return fail(error_code::currency_unknown);
  auto chosen = at->choose(what.plan, *coin);
  if (!chosen) return std::unexpected(chosen.error());
  auto when = at->dated(what.at);
  if (!when) return std::unexpected(when.error());
  if (!at->clock().is_billable(when->at)) return fail(error_code::zone_not_billable);

  auto start = at->made(change_kind::start, *when);
  start.sequence = 1;
  set_plan(start, chosen->first);
  if (const auto days = chosen->second.trial_days; what.trial && days > 0) {
    const auto until = at->clock().start_of(add_days(when->day, days));
    start.trial_until = until.at;
    start.trial_until_day = until.day;
  }
  subscription_row wanted;
  wanted.id = std::string(subscription_id::prefix()) + c.id.substr(command_id::prefix().size());
  wanted.tenant_number = at->tenant().number;
  wanted.currency = coin->code();
  wanted.changes = {start};
  if (auto fits = at->judge(wanted); !fits) return std::unexpected(fits.error());
  auto made = postgres::subscriptions::create(in, wanted.id, wanted.tenant_number, wanted.currency, start);
  if (!made) return std::unexpected(made.error());
  // From here on neither the tenant's zone nor its billing day changes. Whoever changed them meanwhile was first.
  auto kept = at->has_kept_its_clock();
  if (!kept) return std::unexpected(kept.error());
  if (!*kept) return fail(error_code::definitions_changed);
  // What is due in advance is billed at once, and what is dated back.
  if (auto open = postgres::billing_states::open(in, wanted.tenant_number, when->at); !open)
    return std::unexpected(open.error());
  if (auto asked = ask_for_invoice_run(in, c.id); !asked) return std::unexpected(asked.error());
  return at->end(event_type::subscription_started, wanted.id, "", 201);
}

result<command_outcome> change_subscription(executor& in, const command_origin& c,
                                            const contract::change_subscription& what) {
  auto at = desk::open(in, c);
  if (!at) return std::unexpected(at.error());
  auto row = at->find(what.id);
  if (!row) return std::unexpected(row.error());
  const auto before = at->shown_as(*row);
  auto when = time_of(*at, *row, what);
  if (!when) return std::unexpected(when.error());
  const auto kind = change_kind_from_name(what.change);
  if (!kind) return fail(error_code::record_malformed, what.change, "/data/change");
  auto change = at->made(*kind, *when);
  change.sequence = next_sequence(*row);
  if (what.plan) {
    auto chosen = at->choose(*what.plan, *currency::find(row->currency));
    if (!chosen) return std::unexpected(chosen.error());
    set_plan(change, chosen->first);
  }
  auto wanted = *row;
  wanted.changes.push_back(change);
  if (auto fits = at->judge(wanted); !fits) return std::unexpected(fits.error());
  if (auto added = postgres::subscriptions::add_change(in, *row, change); !added) return std::unexpected(added.error());
  return at->end(event_type::subscription_changed, row->id, before, 200);
}

result<command_outcome> unschedule_subscription_change(executor& in, const command_origin& c,
                                                       const contract::unschedule_subscription_change& what) {
  auto at = desk::open(in, c);
  if (!at) return std::unexpected(at.error());
  auto row = at->find(what.id);
  if (!row) return std::unexpected(row.error());
  const auto before = at->shown_as(*row);
  const auto found = std::ranges::find(row->changes, what.sequence, &subscription_change_row::sequence);
  if (found == row->changes.end() || found->at <= c.issued_at || found->kind == "start")
    return fail(error_code::subscription_change_not_found);
  auto wanted = *row;
  wanted.changes.erase(wanted.changes.begin() + (found - row->changes.begin()));
  if (auto fits = at->judge(wanted); !fits) return std::unexpected(fits.error());
  auto gone = postgres::subscriptions::withdraw(in, *row, what.sequence);
  if (!gone) return std::unexpected(gone.error());
  return at->end(event_type::subscription_changed, row->id, before, 200);
}

}  // namespace weir::billing
