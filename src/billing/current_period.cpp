#include <algorithm>

#include <weir/base/assert.hpp>
#include <weir/billing/current_period.hpp>

namespace weir::billing {
namespace {

const plan& found(const plan_lookup& plans, const plan_ref& ref) {
  const auto* p = plans(ref);
  WEIR_ASSERT(p != nullptr, "whoever reads a subscription reads its plans");
  return *p;
}

bool overlap(const segment& a, const segment& b) {
  return (!b.to || a.from.at < b.to->at) && (!a.to || b.from.at < a.to->at);
}

std::optional<std::string> shared_meter(const plan& a, const plan& b, currency of) {
  for (const auto& p : a.prices) {
    if (!p.metered || p.currency != of) continue;
    const bool shared = std::ranges::any_of(b.prices, [&](const price& q) {
      return q.metered && q.currency == of && q.metered->meter == p.metered->meter;
    });
    if (shared) return p.metered->meter;
  }
  return std::nullopt;
}

}  // namespace

std::optional<period> current_period(const subscription& s, const plan_lookup& plans, const tenant_calendar& calendar,
                                     const moment& now) {
  const auto in_force = std::ranges::find_if(
      s.segments, [&](const segment& g) { return g.from.at <= now.at && (!g.to || now.at < g.to->at); });
  if (in_force == s.segments.end()) return std::nullopt;
  const auto first = std::ranges::find(s.segments, in_force->plan, &segment::plan);
  const auto months = found(plans, in_force->plan).interval_months;
  const auto anchor = month_start(first->from.day, calendar.billing_day);
  const auto day = interval_start(anchor, month_start(now.day, calendar.billing_day), calendar.billing_day, months);
  const auto end = next_month_start(day, calendar.billing_day, months);
  return period{{calendar.start_of_day(day), day}, {calendar.start_of_day(end), end}};
}

std::optional<std::string> shared_meter(const subscription& a, currency of_a, const subscription& b, currency of_b,
                                        const plan_lookup& plans) {
  if (of_a != of_b) return std::nullopt;
  for (const auto& x : a.segments) {
    for (const auto& y : b.segments) {
      if (!overlap(x, y)) continue;
      if (auto meter = shared_meter(found(plans, x.plan), found(plans, y.plan), of_a)) return meter;
    }
  }
  return std::nullopt;
}

}  // namespace weir::billing
