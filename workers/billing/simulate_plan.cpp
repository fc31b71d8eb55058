#include <algorithm>
#include <limits>
#include <utility>

#include <workers/billing/simulate_plan.hpp>
#include <workers/billing/usage_reader.hpp>

#include <weir/billing/current_period.hpp>
#include <weir/billing/price_simulation.hpp>
#include <weir/billing/rate_charges.hpp>
#include <weir/postgres/plan_book.hpp>
#include <weir/postgres/subscriptions.hpp>

namespace weir::billing {
namespace {

using postgres::executor;

struct compared_subscription {
  billing::currency currency;
  subscription current, supposed;
};

class simulator {
 public:
  simulator(executor& in, const tenant_clock& clock, const simulation& what, simulated_tenant& out)
      : clock_(clock), what_(what), out_(out), usage_(in) {
    plans_.add(what.plan);
  }

  result<void> simulate(executor& in) {
    auto rows = postgres::subscriptions::list(in, out_.tenant.number, "", std::numeric_limits<std::int32_t>::max());
    if (!rows) return std::unexpected(rows.error());
    if (auto read = plans_.read(in, *rows); !read) return read;
    std::vector<compared_subscription> all;
    for (const auto& row : *rows) {
      const auto coin = currency::find(row.currency);
      if (!coin) return fail(error_code::currency_unknown, row.currency);
      const auto stored = postgres::subscription_of(row);
      const auto then = segments_within(stored.segments, out_.from, out_.to);
      if (then.empty()) continue;
      if (what_.plan.is_add_on != row.add_on_to.has_value()) {
        all.push_back({*coin, stored, stored});
        continue;
      }
      out_.is_concerned = out_.is_concerned || std::ranges::any_of(then, [&](const segment& s) {
                            return !what_.instead_of || s.plan.code == *what_.instead_of;
                          });
      all.push_back({*coin, stored, {row.id, with_plan(stored.segments, what_.instead_of, ref())}});
    }
    if (auto why = refusal(all)) return fail(why->code, why->detail);
    for (const auto& s : all) {
      auto current = cost(s.current, s.currency);
      if (!current) return std::unexpected(current.error());
      auto supposed = cost(s.supposed, s.currency);
      if (!supposed) return std::unexpected(supposed.error());
      if (auto added = add_amounts(out_.amounts, s.currency, *current, *supposed); !added) return added;
    }
    return {};
  }

 private:
  plan_ref ref() const { return {what_.plan.code, what_.plan.version}; }

  // What the command would refuse as well.
  std::optional<error> refusal(const std::vector<compared_subscription>& all) const {
    std::vector<subscription> seen;
    for (std::size_t i = 0; i < all.size(); ++i) {
      seen.push_back({all[i].supposed.id, segments_within(all[i].supposed.segments, out_.from, out_.to)});
      const auto& mine = seen.back();
      const bool has_plan = std::ranges::find(mine.segments, ref(), &segment::plan) != mine.segments.end();
      const auto& prices = what_.plan.prices;
      if (has_plan && std::ranges::find(prices, all[i].currency, &price::currency) == prices.end())
        return error(error_code::plan_currency_missing, std::string(all[i].currency.code()));
      for (std::size_t k = 0; k < i; ++k) {
        const auto meter = shared_meter(seen[k], all[k].currency, mine, all[i].currency, plans_.lookup());
        if (meter)
          return error(error_code::subscription_overlaps, *meter + " is measured by " + seen[k].id + " and " + mine.id);
      }
    }
    return std::nullopt;
  }

  result<money> cost(const subscription& of, currency c) {
    auto charges = charges_within(of, plans_.lookup(), clock_.calendar(), c, out_.from, out_.to);
    std::vector<usage> counted;
    for (const auto& charge : charges) {
      counted.emplace_back();
      if (charge.key.kind != charge_kind::usage) continue;
      auto read = usage_.read(out_.tenant.number, charge, *plans_.lookup()(charge.key.plan));
      if (!read) return std::unexpected(read.error());
      counted.back() = read->usage;
    }
    auto rated = rate_charges(std::move(charges), counted);
    if (!rated) return std::unexpected(rated.error());
    money sum;
    for (const auto& r : *rated) {
      auto more = add(sum, r.amount);
      if (!more) return more;
      sum = *more;
    }
    return sum;
  }

  const tenant_clock& clock_;
  const simulation& what_;
  simulated_tenant& out_;
  postgres::plan_book plans_;
  usage_reader usage_;
};

bool is_refusal(error_code code) {
  return code == error_code::plan_currency_missing || code == error_code::subscription_overlaps ||
         code == error_code::amount_overflow;
}

}  // namespace

result<simulated_tenant> simulate_plan(executor& in, const postgres::tenant_row& tenant, const simulation& what) {
  auto clock = tenant_clock::of(in, tenant);
  if (!clock) return std::unexpected(clock.error());
  const auto billing_day = clock->calendar().billing_day;
  // A month of the calendar has the begin of one billing month, whichever day that is.
  const auto last_day = add_months(what.month, 0, 31);
  const auto first = month_start(last_day, billing_day);
  simulated_tenant out{.tenant = tenant,
                       .from = clock->start_of(first),
                       .to = clock->start_of(next_month_start(first, billing_day, what.months))};
  if (auto done = simulator(in, *clock, what, out).simulate(in); !done) {
    if (!is_refusal(done.error().code)) return std::unexpected(done.error());
    out.amounts.clear();
    out.refused = done.error();
  }
  return out;
}

}  // namespace weir::billing
