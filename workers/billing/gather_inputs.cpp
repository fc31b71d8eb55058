#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include <workers/billing/gather_inputs.hpp>
#include <workers/billing/usage_reader.hpp>

#include <weir/base/assert.hpp>
#include <weir/postgres/coupons.hpp>
#include <weir/postgres/credits.hpp>
#include <weir/postgres/invoices.hpp>
#include <weir/postgres/plan_book.hpp>
#include <weir/postgres/tax_rates.hpp>
#include <weir/postgres/unsettled_charges.hpp>

namespace weir::billing {
namespace {

using postgres::executor;

// Twice as far as events may be late by default, so that whole months are looked at.
constexpr int reach_days = 70;

class gatherer {
 public:
  gatherer(executor& in, gathered& out, const supposed_subscription* supposed)
      : in_(in), out_(out), supposed_(supposed), usage_(in, out.tenant.number) {}

  result<void> gather() {
    auto rows = postgres::subscriptions::list(in_, out_.tenant.number, "", std::numeric_limits<std::int32_t>::max());
    if (!rows) return std::unexpected(rows.error());
    if (supposed_ != nullptr) suppose(*rows);
    if (auto read = plans_.read(in_, *rows); !read) return read;
    auto since = reach();
    if (!since) return std::unexpected(since.error());
    auto taxes = tax_facts_of();
    if (!taxes) return std::unexpected(taxes.error());

    std::map<std::string, std::vector<postgres::subscription_row>> by_currency;
    for (auto& row : *rows)
      by_currency[row.currency].push_back(std::move(row));
    for (const auto& [code, of] : by_currency) {
      auto made = gather_currency(code, of, *since, *taxes);
      if (!made) return std::unexpected(made.error());
      out_.currencies.push_back(std::move(*made));
    }
    return {};
  }

 private:
  void suppose(std::vector<postgres::subscription_row>& rows) const {
    const auto& wanted = supposed_->row;
    const auto stored = std::ranges::find(rows, wanted.id, &postgres::subscription_row::id);
    if (stored == rows.end()) {
      rows.push_back(wanted);
    } else {
      *stored = wanted;
    }
  }

  result<moment> reach() const {
    auto day = add_days(out_.as_of.day, -reach_days);
    if (out_.state && out_.state->looked_at) {
      const auto since = *out_.state->looked_at;
      auto changed = postgres::billing_states::changed_from(in_, out_.tenant.number, since);
      if (!changed) return std::unexpected(changed.error());
      auto unsettled = postgres::unsettled_charges::reach(in_, out_.tenant.number, since);
      if (!unsettled) return std::unexpected(unsettled.error());
      for (const auto& from : {*changed, *unsettled}) {
        if (from) day = std::min(day, out_.clock.hour_of(*from).day);
      }
    }
    if (supposed_ != nullptr) day = std::min(day, out_.clock.hour_of(supposed_->changed_from).day);
    return out_.clock.start_of(month_start(day, out_.clock.calendar().billing_day));
  }

  result<tax_facts> tax_facts_of() const {
    const auto& p = out_.profile;
    auto rates = postgres::tax_rates::find_all(in_, p.tax_rates);
    if (!rates) return std::unexpected(rates.error());
    tax_facts facts{
        .inclusive = p.tax_inclusive, .exemption_reason = p.exemption_reason, .exemption_code = p.exemption_code};
    for (const auto& r : *rates)
      facts.rates.push_back(r.rate);
    return facts;
  }

  result<gathered_currency> gather_currency(const std::string& code, const std::vector<postgres::subscription_row>& of,
                                            const moment& since, const tax_facts& taxes) {
    const auto coin = currency::find(code);
    if (!coin) return fail(error_code::currency_unknown, code);
    gathered_currency out{.inputs = {.tenant = out_.tenant.id, .currency = *coin, .since = since, .as_of = out_.as_of},
                          .coupons = {}};
    auto& in = out.inputs;
    in.billing_day = out_.clock.calendar().billing_day;
    std::set<plan_ref> named;
    for (const auto& row : of) {
      dated_subscription s{row.id, {}};
      for (const auto& c : row.changes) {
        s.changes.push_back(postgres::change_of(c));
        if (s.changes.back().plan) named.insert(*s.changes.back().plan);
      }
      in.subscriptions.push_back(std::move(s));
    }
    for (const auto& ref : named)
      in.plans.push_back(*plans_.lookup()(ref));
    in.taxes = taxes;

    auto charges = list_charges(in, out_.clock.calendar().start_of_day);
    if (!charges) return std::unexpected(charges.error());
    if (auto read = read_usage(in, *charges); !read) return std::unexpected(read.error());
    note_next(in);

    auto billed = postgres::invoices::billed(in_, out_.tenant.number, code, since.at);
    if (!billed) return std::unexpected(billed.error());
    in.billed = std::move(*billed);
    auto coupons = postgres::coupons::of_tenant(in_, out_.tenant.number, code, out_.as_of.at);
    if (!coupons) return std::unexpected(coupons.error());
    for (const auto& c : *coupons)
      in.discounts.push_back(discount_of(c));
    out.coupons = std::move(*coupons);
    return add_credits(std::move(out), code);
  }

  result<gathered_currency> add_credits(gathered_currency out, const std::string& code) const {
    auto account = postgres::credits::find_account(in_, out_.tenant.number, code);
    if (!account) return std::unexpected(account.error());
    if (!*account) return out;
    out.credits_version = (*account)->version;
    auto grants = postgres::credits::open_grants(in_, out_.tenant.number, code);
    if (!grants) return std::unexpected(grants.error());
    out.inputs.credits = std::move(*grants);
    return out;
  }

  // When something of this currency is due next.
  void note_next(const invoice_inputs& in) {
    auto ahead = in;
    const auto& calendar = out_.clock.calendar();
    const auto end = out_.clock.end_of_month(out_.as_of.at);
    ahead.as_of = end;
    out_.next_at = std::min(out_.next_at, end.at);
    const auto charges = list_charges(ahead, calendar.start_of_day);
    WEIR_ASSERT(charges, "they were listed before");
    for (const auto& c : *charges) {
      if (c.due > out_.as_of.at) out_.next_at = std::min(out_.next_at, c.due);
    }
  }

  result<void> read_usage(invoice_inputs& in, const std::vector<charge>& charges) {
    for (const auto& c : charges) {
      if (c.key.kind != charge_kind::usage) continue;
      auto counted = usage_.read(c, *plans_.lookup()(c.key.plan));
      if (!counted) return std::unexpected(counted.error());
      in.usage.push_back(std::move(*counted));
    }
    return {};
  }

  executor& in_;
  gathered& out_;
  const supposed_subscription* supposed_;
  postgres::plan_book plans_;
  usage_reader usage_;
};

}  // namespace

result<std::optional<postgres::issuer_row>> issuer_of(executor& in, const postgres::billing_profile_row& profile) {
  if (!profile.issuer_number) return postgres::issuers::first(in);
  return postgres::issuers::by_number(in, *profile.issuer_number);
}

result<gathered> gather_inputs(executor& in, const postgres::tenant_row& tenant, timestamp as_of,
                               const supposed_subscription* supposed) {
  auto state = postgres::billing_states::find(in, tenant.number);
  if (!state) return std::unexpected(state.error());
  auto profile = postgres::billing_profiles::find(in, tenant.number);
  if (!profile) return std::unexpected(profile.error());
  auto clock = tenant_clock::of(tenant, profile->billing_day);
  if (!clock) return std::unexpected(clock.error());
  auto issuer = issuer_of(in, *profile);
  if (!issuer) return std::unexpected(issuer.error());
  auto now = postgres::billing_states::transaction_time(in);
  if (!now) return std::unexpected(now.error());
  gathered out{.tenant = tenant,
               .state = std::move(*state),
               .profile = std::move(*profile),
               .issuer = std::move(*issuer),
               .clock = *clock,
               .as_of = clock->hour_of(as_of),
               .next_at = {std::numeric_limits<std::int64_t>::max()},
               .looked_at = *now,
               .currencies = {}};
  WEIR_ASSERT(out.as_of.at == as_of, "invoices are as of the start of one of the tenant's hours");
  if (auto done = gatherer(in, out, supposed).gather(); !done) return std::unexpected(done.error());
  return out;
}

}  // namespace weir::billing
