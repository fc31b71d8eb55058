#include <algorithm>
#include <tuple>

#include <weir/base/assert.hpp>
#include <weir/billing/rate_charges.hpp>

namespace weir::billing {
namespace {

// Cut once it is rounded, in the steps that it was rounded to: the parts of a period sum to the whole, and none is
// finer than `digits`.
result<money> cut_rounded(unit_price whole, currency c, int digits, rounding mode, const share& part) {
  const auto rounded = exact_amount::of(whole).round(c, digits, mode);
  if (!rounded) return rounded;
  std::int64_t step = 1;
  for (int i = digits; i < c.digits(); ++i)
    step *= 10;
  return money{static_cast<std::int64_t>(cut_units(rounded->minor / step, part)) * step};
}

result<money> rate_fee(const charge& c) {
  const auto& p = *c.price;
  return cut_rounded(std::get<flat_fee>(p.model).amount, p.currency, p.digits, p.rounding, c.part);
}

bool belong_together(const charge& a, const charge& b) {
  const auto of = [](const charge& c) {
    return std::tie(c.key.subscription, c.key.plan, c.currency, c.key.period, c.key.from);
  };
  return of(a) == of(b);
}

result<money> rate_commitment(const charge& c, const std::vector<rated_charge>& rated) {
  const auto least = cut_rounded(c.commitment, c.currency, c.currency.digits(), rounding::half_up, c.part);
  if (!least) return least;
  money used;
  for (const auto& r : rated) {
    if (r.charge.key.kind != charge_kind::usage || !belong_together(r.charge, c)) continue;
    auto sum = add(used, r.amount);
    if (!sum) return sum;
    used = *sum;
  }
  return money{std::max<std::int64_t>(least->minor - used.minor, 0)};
}

result<void> rate_metered(rated_charge& r, const usage& u) {
  const auto& p = *r.charge.price;
  auto rated = rate_usage(p, u, r.charge.part, r.charge.threshold ? usage_end::open : usage_end::closed);
  if (!rated) return std::unexpected(rated.error());
  auto amount = rated->total.round(p.currency, p.digits, p.rounding);
  if (!amount) return std::unexpected(amount.error());
  r.usage = u;
  r.steps = std::move(rated->steps);
  r.amount = *amount;
  return {};
}

}  // namespace

result<std::vector<rated_charge>> rate_charges(std::vector<charge> charges, const std::vector<usage>& usage) {
  WEIR_ASSERT(charges.size() == usage.size(), "one usage for each charge");
  std::vector<rated_charge> out;
  out.reserve(charges.size());
  for (std::size_t i = 0; i < charges.size(); ++i) {
    rated_charge r{std::move(charges[i])};
    if (r.charge.key.kind == charge_kind::usage) {
      if (auto done = rate_metered(r, usage[i]); !done) return std::unexpected(done.error());
    } else if (r.charge.key.kind == charge_kind::fee) {
      auto amount = rate_fee(r.charge);
      if (!amount) return std::unexpected(amount.error());
      r.amount = *amount;
    }
    out.push_back(std::move(r));
  }
  for (auto& r : out) {
    if (r.charge.key.kind != charge_kind::commitment) continue;
    auto amount = rate_commitment(r.charge, out);
    if (!amount) return std::unexpected(amount.error());
    r.amount = *amount;
  }
  return out;
}

}  // namespace weir::billing
