#include <algorithm>

#include <weir/base/assert.hpp>
#include <weir/billing/rate_usage.hpp>

namespace weir::billing {
namespace {

using step = rated_step::step;

decimal less(decimal a, decimal b) {
  auto out = decimal::subtract(a, b);
  WEIR_ASSERT(out, "both stand between nothing and the same quantity");
  return *out;
}

class rater {
 public:
  rater(const usage& u, decimal quantity) : usage_(u), quantity_(quantity) {}

  result<void> operator()(const flat_fee& /*unused*/) {
    WEIR_ASSERT(false, "a fee is not metered");
    return {};
  }

  result<void> operator()(const per_unit& m) {
    add({step::units, quantity_, m.unit_amount});
    return {};
  }

  result<void> operator()(const graduated& m) {
    decimal from;
    for (std::size_t i = 0; i < m.tiers.size(); ++i) {
      const auto& t = m.tiers[i];
      if (i > 0 && quantity_ <= from) break;
      const auto to = t.up_to ? std::min(*t.up_to, quantity_) : quantity_;
      add({step::tier, less(to, from), t.unit_amount, t.flat_amount, static_cast<std::int32_t>(i)});
      from = to;
    }
    return {};
  }

  result<void> operator()(const volume& m) {
    const auto at = std::ranges::find_if(m.tiers, [&](const tier& t) { return !t.up_to || quantity_ <= *t.up_to; });
    WEIR_ASSERT(at != m.tiers.end(), "the last tier has no end");
    add({step::tier, quantity_, at->unit_amount, at->flat_amount, static_cast<std::int32_t>(at - m.tiers.begin())});
    return {};
  }

  result<void> operator()(const package& m) {
    const auto begun = (quantity_.units() + (m.size.units() - 1)) / m.size.units();
    // As a quantity: 10^-9 each.
    if (begun >= most_packages) return fail(error_code::amount_overflow);
    add({step::packages, decimal::from_units(begun * decimal::one), m.package_amount});
    return {};
  }

  result<void> operator()(const percentage& m) {
    add({step::rate, quantity_, m.rate});
    if (m.event_amount != unit_price{}) add({step::events, decimal::from_integer(usage_.events), m.event_amount});
    return {};
  }

  void add_included(decimal quantity) { out_.steps.push_back({step::included, quantity}); }

  // To no less than `least`, and no more than `most`.
  void bound(const exact_amount& limit, step which) {
    rated_step bounded{which};
    bounded.amount = limit - out_.total;
    out_.total = limit;
    out_.steps.push_back(bounded);
  }

  rated_usage& out() { return out_; }

 private:
  static constexpr int128 most_packages = static_cast<int128>(1'000'000'000'000'000'000) * 100'000'000'000;  // 10^29

  void add(rated_step s) {
    s.amount = exact_amount::of(s.quantity, s.unit_amount) + exact_amount::of(s.flat_amount);
    out_.total += s.amount;
    out_.steps.push_back(s);
  }

  const usage& usage_;
  decimal quantity_;
  rated_usage out_;
};

}  // namespace

decimal cut_included(decimal whole, const share& s) {
  return decimal::from_units(cut_units(whole.units(), s));
}

result<rated_usage> rate_usage(const price& p, const usage& u, const share& s, usage_end end) {
  WEIR_ASSERT(p.metered, "a fee is not metered");
  const auto total = std::max(u.quantity, decimal{});
  const auto included = std::min(total, cut_included(p.metered->included, s));
  rater r(u, less(total, included));
  if (included > decimal{}) r.add_included(included);
  if (auto done = std::visit(r, p.model); !done) return std::unexpected(done.error());
  auto& out = r.out();
  if (const auto& least = p.metered->minimum_amount; least && end == usage_end::closed) {
    const auto limit = exact_amount::of(*least).cut(s);
    if (out.total < limit) r.bound(limit, step::minimum);
  }
  if (const auto& most = p.metered->maximum_amount) {
    const auto limit = exact_amount::of(*most).cut(s);
    if (out.total > limit) r.bound(limit, step::maximum);
  }
  return std::move(out);
}

}  // namespace weir::billing
