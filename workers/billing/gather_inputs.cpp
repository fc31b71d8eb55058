#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include <workers/billing/gather_inputs.hpp>
#include <workers/billing/usage_reader.hpp>

#include <weir/base/assert.hpp>
#include <weir/domain/hour.hpp>
#include <weir/postgres/coupons.hpp>
#include <weir/postgres/credits.hpp>
#include <weir/postgres/history_imports.hpp>
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
  // `supposed`: of the first of them, may be null.
  gatherer(executor& in, std::vector<gathered>& out, const supposed_subscription* supposed)
      : in_(in), out_(out), supposed_(supposed), usage_(in) {
    for (const auto& g : out_)
      tenants_.push_back(g.tenant.number);
  }

  result<void> gather() {
    auto rows = postgres::subscriptions::list(in_, tenants_);
    if (!rows) return std::unexpected(rows.error());
    if (supposed_ != nullptr) suppose(*rows);
    if (auto read = plans_.read(in_, *rows); !read) return read;
    if (auto read = read_changes(); !read) return read;
    auto counted = postgres::billing_states::counted_logs(in_);
    if (!counted) return std::unexpected(counted.error());
    counted_ = std::move(*counted);
    std::map<std::int32_t, std::map<std::string, std::vector<postgres::subscription_row>>> by_currency;
    for (auto& row : *rows) {
      auto& of = by_currency[row.tenant_number][row.currency];
      of.push_back(std::move(row));
    }
    for (auto& g : out_) {
      if (auto begun = begin(g, by_currency[g.tenant.number]); !begun) return begun;
    }
    if (auto read = read_usage(); !read) return read;
    if (auto read = read_imports(); !read) return read;
    if (auto read = read_billed(); !read) return read;
    if (auto read = read_coupons(); !read) return read;
    return read_credits();
  }

 private:
  // One currency of one tenant.
  struct part {
    gathered& of;
    gathered_currency& currency;
    std::vector<charge> charges;
  };

  void suppose(std::vector<postgres::subscription_row>& rows) const {
    auto wanted = supposed_->row;
    wanted.tenant_number = tenants_.front();
    const auto stored = std::ranges::find(rows, wanted.id, &postgres::subscription_row::id);
    if (stored == rows.end()) {
      rows.push_back(std::move(wanted));
    } else {
      *stored = std::move(wanted);
    }
  }

  result<void> read_changes() {
    std::vector<postgres::billing_states::last_look> looks;
    for (const auto& g : out_) {
      if (g.state && g.state->looked_at) looks.push_back({g.tenant.number, *g.state->looked_at});
    }
    auto from = postgres::billing_states::changed_from(in_, looks);
    if (!from) return std::unexpected(from.error());
    changed_from_ = std::move(*from);
    auto unsettled = postgres::unsettled_charges::reach(in_, looks);
    if (!unsettled) return std::unexpected(unsettled.error());
    unsettled_from_ = std::move(*unsettled);
    return {};
  }

  moment reach(const gathered& g) const {
    auto day = add_days(g.as_of.day, -reach_days);
    for (const auto* from : {&changed_from_, &unsettled_from_}) {
      const auto found = from->find(g.tenant.number);
      if (found != from->end()) day = std::min(day, g.clock.hour_of(found->second).day);
    }
    if (supposed_ != nullptr) day = std::min(day, g.clock.hour_of(supposed_->changed_from).day);
    return g.clock.start_of(month_start(day, g.clock.calendar().billing_day));
  }

  result<tax_facts> tax_facts_of(const postgres::billing_profile_row& p) {
    auto known = taxes_.find(p.tax_rates);
    if (known == taxes_.end()) {
      auto rates = postgres::tax_rates::find_all(in_, p.tax_rates);
      if (!rates) return std::unexpected(rates.error());
      std::vector<tax_rate> all;
      for (const auto& r : *rates)
        all.push_back(r.rate);
      known = taxes_.emplace(p.tax_rates, std::move(all)).first;
    }
    return tax_facts{.rates = known->second,
                     .inclusive = p.tax_inclusive,
                     .exemption_reason = p.exemption_reason,
                     .exemption_code = p.exemption_code};
  }

  // What follows from subscriptions, and what has to be read for them.
  result<void> begin(gathered& g, const std::map<std::string, std::vector<postgres::subscription_row>>& by_currency) {
    const auto since = reach(g);
    auto taxes = tax_facts_of(g.profile);
    if (!taxes) return std::unexpected(taxes.error());
    g.currencies.reserve(by_currency.size());  // parts point to them
    for (const auto& [code, of] : by_currency) {
      const auto coin = currency::find(code);
      if (!coin) return fail(error_code::currency_unknown, code);
      auto& made = g.currencies.emplace_back(gathered_currency{
          .inputs = {.tenant = g.tenant.id, .currency = *coin, .since = since, .as_of = g.as_of}, .coupons = {}});
      auto& in = made.inputs;
      in.billing_day = g.clock.calendar().billing_day;
      in.taxes = *taxes;
      if (!counted_.empty()) in.counted = counted_[static_cast<std::size_t>(g.tenant.bucket) % counted_.size()];
      subscribe(in, of);
      auto charges = list_charges(in, g.clock.calendar().start_of_day);
      if (!charges) return std::unexpected(charges.error());
      for (const auto& c : *charges) {
        if (c.key.kind == charge_kind::usage) usage_.expect(g.tenant.number, c);
      }
      note_next(g, in);
      parts_.push_back({g, made, std::move(*charges)});
    }
    return {};
  }

  void subscribe(invoice_inputs& in, const std::vector<postgres::subscription_row>& of) const {
    std::set<plan_ref> named;
    for (const auto& row : of) {
      dated_subscription s{row.id, {}, row.add_on_to};
      for (const auto& c : row.changes) {
        s.changes.push_back(postgres::change_of(c));
        if (s.changes.back().plan) named.insert(*s.changes.back().plan);
      }
      in.subscriptions.push_back(std::move(s));
    }
    for (const auto& ref : named)
      in.plans.push_back(*plans_.lookup()(ref));
  }

  // When something of this currency is due next.
  static void note_next(gathered& g, const invoice_inputs& in) {
    auto ahead = in;
    const auto& calendar = g.clock.calendar();
    const auto end = g.clock.end_of_month(g.as_of.at);
    ahead.as_of = end;
    g.next_at = std::min(g.next_at, end.at);
    const auto charges = list_charges(ahead, calendar.start_of_day);
    WEIR_ASSERT(charges, "they were listed before");
    const auto plans = lookup_in(in);
    for (const auto& c : *charges) {
      if (c.due > g.as_of.at) g.next_at = std::min(g.next_at, c.due);
      if (c.key.kind != charge_kind::usage || c.due <= g.as_of.at || !has_threshold(*plans(c.key.plan), c.currency))
        continue;
      const timestamp first{std::max(g.as_of.at, c.from.at).ns + domain::ns_per_hour};
      g.threshold_at = std::min(g.threshold_at.value_or(first), first);
    }
  }

  static bool has_threshold(const plan& p, currency of) {
    return std::ranges::find(p.usage_thresholds, of, &usage_threshold::currency) != p.usage_thresholds.end();
  }

  result<void> read_usage() {
    for (auto& p : parts_) {
      for (const auto& c : p.charges) {
        if (c.key.kind != charge_kind::usage) continue;
        auto counted = usage_.read(p.of.tenant.number, c, *plans_.lookup()(c.key.plan));
        if (!counted) return std::unexpected(counted.error());
        p.currency.inputs.usage.push_back(std::move(*counted));
      }
    }
    return {};
  }

  // Where cells are an import's: of the usage that was read, and no other.
  result<void> read_imports() {
    timestamp since{std::numeric_limits<std::int64_t>::max()};
    for (const auto& p : parts_) {
      for (const auto& c : p.charges)
        if (c.key.kind == charge_kind::usage) since = std::min(since, c.from.at);
    }
    if (since.ns == std::numeric_limits<std::int64_t>::max()) return {};
    auto imports = postgres::history_imports::in_place(in_, tenants_, since);
    if (!imports) return std::unexpected(imports.error());
    for (auto& p : parts_) {
      for (const auto& i : *imports) {
        const bool touches = std::ranges::any_of(p.charges, [&](const charge& c) {
          return c.key.kind == charge_kind::usage && c.price->metered->meter == i.meter_slug && c.from.at < i.to &&
                 i.from < c.to.at;
        });
        if (touches && i.tenant_number == p.of.tenant.number)
          p.currency.inputs.imports.push_back({i.id, i.meter_slug, i.from, i.to});
      }
    }
    return {};
  }

  result<void> read_billed() {
    std::vector<postgres::invoices::billed_since> asked;
    for (const auto& p : parts_) {
      const auto& in = p.currency.inputs;
      asked.push_back({p.of.tenant.number, std::string(in.currency.code()), in.since.at});
    }
    auto billed = postgres::invoices::billed(in_, asked);
    if (!billed) return std::unexpected(billed.error());
    for (std::size_t i = 0; i < parts_.size(); ++i)
      parts_[i].currency.inputs.billed = std::move((*billed)[i]);
    return {};
  }

  result<void> read_coupons() {
    std::vector<postgres::coupons::coupon_holder> holders;
    for (const auto& p : parts_)
      holders.push_back({p.of.tenant.number, std::string(p.currency.inputs.currency.code()), p.of.as_of.at});
    auto held = postgres::coupons::of_tenants(in_, holders);
    if (!held) return std::unexpected(held.error());
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      auto& into = parts_[i].currency;
      for (const auto& c : (*held)[i])
        into.inputs.discounts.push_back(discount_of(c));
      into.coupons = std::move((*held)[i]);
    }
    return {};
  }

  result<void> read_credits() {
    auto accounts = postgres::credits::find_accounts(in_, tenants_);
    if (!accounts) return std::unexpected(accounts.error());
    if (accounts->empty()) return {};
    auto grants = postgres::credits::open_grants(in_, tenants_);
    if (!grants) return std::unexpected(grants.error());
    for (const auto& a : *accounts) {
      if (auto* into = find(a.tenant_number, a.currency)) into->credits_version = a.version;
    }
    for (const auto& g : *grants) {
      if (auto* into = find(g.tenant_number, g.currency))
        into->inputs.credits.push_back({g.id, g.remaining, g.priority, g.expires_at, g.created_at});
    }
    return {};
  }

  gathered_currency* find(std::int32_t tenant, const std::string& currency) {
    for (auto& p : parts_) {
      if (p.of.tenant.number == tenant && p.currency.inputs.currency.code() == currency) return &p.currency;
    }
    return nullptr;
  }

  executor& in_;
  std::vector<gathered>& out_;
  const supposed_subscription* supposed_;
  postgres::plan_book plans_;
  usage_reader usage_;
  std::vector<std::int32_t> tenants_;
  std::map<std::int32_t, timestamp> changed_from_;  // by tenant, as the next
  std::map<std::int32_t, timestamp> unsettled_from_;
  std::map<std::vector<std::string>, std::vector<tax_rate>> taxes_;  // by their codes
  std::vector<part> parts_;
  std::vector<counted_log> counted_;  // by partition
};

result<std::vector<gathered>> gather(executor& in, std::span<const gathered_for> of,
                                     const supposed_subscription* supposed) {
  std::vector<gathered> out;
  if (of.empty()) return out;
  auto now = postgres::billing_states::transaction_time(in);
  if (!now) return std::unexpected(now.error());
  std::map<std::optional<std::int32_t>, std::optional<postgres::issuer_row>> issuers;
  for (const auto& one : of) {
    auto clock = tenant_clock::of(one.tenant, one.profile.billing_day);
    if (!clock) return std::unexpected(clock.error());
    auto issuer = issuers.find(one.profile.issuer_number);
    if (issuer == issuers.end()) {
      auto found = issuer_of(in, one.profile);
      if (!found) return std::unexpected(found.error());
      issuer = issuers.emplace(one.profile.issuer_number, std::move(*found)).first;
    }
    out.push_back({.tenant = one.tenant,
                   .state = one.state,
                   .profile = one.profile,
                   .issuer = issuer->second,
                   .clock = *clock,
                   .as_of = clock->hour_of(one.as_of),
                   .next_at = {std::numeric_limits<std::int64_t>::max()},
                   .threshold_at = {},
                   .looked_at = *now,
                   .currencies = {}});
    WEIR_ASSERT(out.back().as_of.at == one.as_of, "invoices are as of the start of one of the tenant's hours");
  }
  if (auto done = gatherer(in, out, supposed).gather(); !done) return std::unexpected(done.error());
  return out;
}

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
  const gathered_for of{tenant, std::move(*state), std::move(*profile), as_of};
  auto made = gather(in, std::span(&of, 1), supposed);
  if (!made) return std::unexpected(made.error());
  return std::move(made->front());
}

result<std::vector<gathered>> gather_inputs(executor& in, std::span<const gathered_for> of) {
  return gather(in, of, nullptr);
}

}  // namespace weir::billing
