#include <algorithm>
#include <limits>

#include <workers/billing/subscription_desk.hpp>
#include <workers/billing/subscription_json.hpp>

#include <weir/billing/current_period.hpp>
#include <weir/contract/plan_documents.hpp>
#include <weir/domain/hour.hpp>

namespace weir::billing {
namespace {

using postgres::subscription_change_row;
using postgres::subscription_row;

constexpr std::int64_t furthest_ns = std::int64_t{400} * 24 * domain::ns_per_hour;  // back and ahead

void set_plan(subscription_change_row& c, const postgres::plan_row& p) {
  c.plan_number = p.number;
  c.plan_code = p.code;
  c.plan_version = p.version;
}

std::int64_t next_sequence(const subscription_row& row) {
  std::int64_t most = 0;
  for (const auto& c : row.changes)
    most = std::max(most, c.sequence);
  return most + 1;
}

// Beside what it is added to: it is there with that, from its first hour on.
result<std::vector<segment>> segments_of_add_on(const subscription_row& row) {
  auto segments = postgres::segments_of(row);
  if (!segments) return segments;
  const auto start = std::ranges::find(row.changes, "start", &subscription_change_row::kind);
  if (segments->empty() || segments->front().from.at != start->at)
    return fail(error_code::subscription_change_refused,
                row.id + " begins at a time at which what it is added to is not there");
  return segments;
}

}  // namespace

result<subscription_desk> subscription_desk::open(postgres::executor& in, const postgres::command_origin& c) {
  if (!c.tenant) return fail(error_code::tenant_not_found);
  auto clock = tenant_clock::of(in, *c.tenant);
  if (!clock) return std::unexpected(clock.error());
  return subscription_desk(in, c, *clock);
}

result<bool> subscription_desk::has_kept_its_clock() const {
  auto tenant = postgres::tenants::by_number(in_, this->tenant().number);
  if (!tenant) return std::unexpected(tenant.error());
  auto now = tenant_clock::of(in_, *tenant);
  if (!now) return std::unexpected(now.error());
  return *now == clock_;
}

result<moment> subscription_desk::dated(const std::optional<timestamp>& given) const {
  const auto at = given.value_or(origin_.issued_at);
  if (at.ns < origin_.issued_at.ns - furthest_ns || at.ns > origin_.issued_at.ns + furthest_ns)
    return fail(error_code::subscription_time_refused, "400 days back and ahead are accepted");
  return clock_.hour_of(at);
}

result<moment> subscription_desk::time_of(const subscription_row& row,
                                          const contract::change_subscription& what) const {
  if (what.when != contract::change_time::period_end) return dated(what.at);
  const auto period = current_period(postgres::subscription_of(row), plans_.lookup(), clock_.calendar(), now());
  if (!period) return fail(error_code::subscription_change_refused, "it has no period now that could end");
  return period->to;
}

// That somebody may choose.
result<std::pair<postgres::plan_row, plan>> subscription_desk::choose(const contract::plan_choice& of,
                                                                      const currency& coin, bool is_add_on) {
  auto row = postgres::plans::find(in_, of.plan, of.version);
  if (!row) return std::unexpected(row.error());
  if (row->state != "active") return fail(error_code::plan_archived);
  auto parsed = contract::parse_plan_definition(row->definition, row->version);
  if (!parsed) return std::unexpected(parsed.error());
  if (std::ranges::none_of(parsed->prices, [&](const price& p) { return p.currency == coin; }))
    return fail(error_code::plan_currency_missing);
  if (parsed->is_add_on != is_add_on)
    return fail(error_code::add_on_refused,
                is_add_on ? "what is added to a subscription is a plan that is an add-on"
                          : "the plan is an add-on: it is added to a subscription",
                "/plan");
  plans_.add(*parsed);
  return std::pair(std::move(*row), std::move(*parsed));
}

result<subscription_row> subscription_desk::find(const subscription_id& id) {
  auto row = postgres::subscriptions::find(in_, id.text());
  if (!row) return row;
  if (row->tenant_number != tenant().number) return fail(error_code::subscription_not_found);
  if (auto read = plans_.read(in_, {&*row, 1}); !read) return std::unexpected(read.error());
  return row;
}

// An add-on is on the invoice of what it is added to.
result<void> subscription_desk::add_to(subscription_row& wanted, const subscription_id& base) {
  auto found = find(base);
  if (!found) return fail(found.error().code, base.text(), "/add_on_to");
  if (found->add_on_to) return fail(error_code::add_on_refused, "an add-on has no add-ons", "/add_on_to");
  if (found->currency != wanted.currency)
    return fail(error_code::add_on_refused, "what it is added to is in " + found->currency, "/currency");
  wanted.add_on_to = found->id;
  wanted.base_changes = std::move(found->changes);
  return {};
}

subscription_change_row subscription_desk::made(change_kind kind, const moment& at) const {
  subscription_change_row out;
  out.kind = name(kind);
  out.at = at.at;
  out.day = at.day;
  out.made_by = origin_.principal;
  out.command_id = origin_.id;
  return out;
}

result<subscription_row> subscription_desk::started(const contract::start_subscription& what) {
  const auto coin = currency::find(what.currency.empty() ? tenant().currency : what.currency);
  if (!coin) return fail(error_code::currency_unknown);
  auto chosen = choose(what.plan, *coin, what.add_on_to.has_value());
  if (!chosen) return std::unexpected(chosen.error());
  auto when = dated(what.at);
  if (!when) return std::unexpected(when.error());
  if (!clock_.is_billable(when->at)) return fail(error_code::zone_not_billable);

  auto start = made(change_kind::start, *when);
  start.sequence = 1;
  set_plan(start, chosen->first);
  if (const auto days = chosen->second.trial_days; what.trial && days > 0) {
    const auto until = clock_.start_of(add_days(when->day, days));
    start.trial_until = until.at;
    start.trial_until_day = until.day;
  }
  subscription_row wanted;
  wanted.id = std::string(subscription_id::prefix()) + origin_.id.substr(command_id::prefix().size());
  wanted.tenant_number = tenant().number;
  wanted.currency = coin->code();
  wanted.changes = {start};
  if (what.add_on_to) {
    if (auto added = add_to(wanted, *what.add_on_to); !added) return std::unexpected(added.error());
  }
  if (auto fits = judge(wanted); !fits) return std::unexpected(fits.error());
  return wanted;
}

result<subscription_row> subscription_desk::changed(const subscription_row& row,
                                                    const contract::change_subscription& what) {
  auto when = time_of(row, what);
  if (!when) return std::unexpected(when.error());
  const auto kind = change_kind_from_name(what.change);
  if (!kind) return fail(error_code::record_malformed, what.change, "/data/change");
  auto change = made(*kind, *when);
  change.sequence = next_sequence(row);
  if (what.plan) {
    auto chosen = choose(*what.plan, *currency::find(row.currency), row.add_on_to.has_value());
    if (!chosen) return std::unexpected(chosen.error());
    set_plan(change, chosen->first);
  }
  auto wanted = row;
  wanted.changes.push_back(change);
  if (auto fits = judge(wanted); !fits) return std::unexpected(fits.error());
  return wanted;
}

result<void> subscription_desk::judge(const subscription_row& wanted) {
  auto segments = wanted.add_on_to ? segments_of_add_on(wanted) : postgres::segments_of(wanted);
  if (!segments) return std::unexpected(segments.error());
  if (segments->empty()) return fail(error_code::subscription_change_refused, "it would be canceled when it starts");
  auto others = postgres::subscriptions::list(in_, tenant().number, "", std::numeric_limits<std::int32_t>::max());
  if (!others) return std::unexpected(others.error());
  if (auto read = plans_.read(in_, *others); !read) return read;
  const subscription mine{wanted.id, std::move(*segments)};
  for (auto& other : *others) {
    if (other.id == wanted.id) continue;
    if (other.add_on_to == wanted.id) {
      other.base_changes = wanted.changes;
      if (auto fits = segments_of_add_on(other); !fits) return std::unexpected(fits.error());
    }
    const auto meter = shared_meter(mine, *currency::find(wanted.currency), postgres::subscription_of(other),
                                    *currency::find(other.currency), plans_.lookup());
    if (meter) return fail(error_code::subscription_overlaps, *meter + " is measured by " + other.id);
  }
  return {};
}

std::string subscription_desk::shown_as(const subscription_row& row) const {
  return subscription_json(row, tenant().id, clock_, plans_, origin_.issued_at);
}

}  // namespace weir::billing
