#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include <weir/base/assert.hpp>
#include <weir/billing/charge.hpp>

namespace weir::billing {
namespace {

constexpr std::string_view kinds[] = {"fee", "usage", "commitment"};
constexpr std::int64_t second = 1'000'000'000;

struct period {
  moment from, to;
};

class charge_lister {
 public:
  charge_lister(const subscription& s, const plan_lookup& plans, const tenant_calendar& calendar, currency coin,
                moment since, moment as_of)
      : subscription_(s), plans_(plans), calendar_(calendar), coin_(coin), since_(since), as_of_(as_of) {}

  std::vector<charge> list() {
    for (const auto& s : subscription_.segments) {
      const auto* p = plans_(s.plan);
      WEIR_ASSERT(p != nullptr, "whoever reads a subscription reads its plans");
      const bool active = s.state == subscription_state::active;
      if (active) add_fees(s, *p);
      if (active || (s.state == subscription_state::paused && p->bills_paused_usage)) add_usage(s, *p, active);
    }
    std::ranges::sort(out_, {}, &charge::key);
    return std::move(out_);
  }

 private:
  moment begin_of(civil_day d) const { return {calendar_.start_of_day(d), d}; }

  // Calls back for each period of `months` months that `s` has a part in, as far as this look reaches.
  template<class F>
  void each_period(const segment& s, int months, F f) const {
    const auto anchor = month_start(first_day_of(s.plan), calendar_.billing_day);
    auto day = std::max(s.from.day, since_.day);
    day = interval_start(anchor, month_start(day, calendar_.billing_day), calendar_.billing_day, months);
    for (auto from = begin_of(day); from.at <= as_of_.at && (!s.to || from.at < s.to->at);) {
      const auto to = begin_of(next_month_start(from.day, calendar_.billing_day, months));
      if (since_.at < to.at && s.from.at < to.at) f(period{from, to});
      from = to;
    }
  }

  civil_day first_day_of(const plan_ref& plan) const {
    return std::ranges::find(subscription_.segments, plan, &segment::plan)->from.day;
  }

  // When a stretch is over that ends the subscription, what is owed for it need not wait for the period's end.
  moment settled_at(const segment& s, const period& of) const {
    const bool ends_here = &s == &subscription_.segments.back() && s.to && s.to->at < of.to.at;
    return ends_here ? *s.to : of.to;
  }

  void add_fees(const segment& s, const plan& p) {
    each_period(s, p.interval_months, [&](const period& of) {
      for (const auto& price : p.prices) {
        const auto* fee = std::get_if<flat_fee>(&price.model);
        if (fee == nullptr || price.currency != coin_) continue;
        auto c = make(charge_kind::fee, s, of, p, price.code);
        c.price = &price;
        c.due = fee->timing == timing::in_advance ? c.from.at : settled_at(s, of).at;
        if (!c.part.is_empty()) add(std::move(c));
      }
    });
  }

  void add_usage(const segment& s, const plan& p, bool active) {
    each_period(s, 1, [&](const period& of) {
      const auto due = settled_at(s, of).at;
      for (const auto& price : p.prices) {
        if (!price.metered || price.currency != coin_) continue;
        auto c = make(charge_kind::usage, s, of, p, price.code);
        c.price = &price;
        c.due = due;
        add(std::move(c));
      }
      for (const auto& least : p.commitments) {
        if (!active || least.currency != coin_) continue;
        auto c = make(charge_kind::commitment, s, of, p, std::string(coin_.code()));
        c.commitment = least.amount;
        c.due = due;
        add(std::move(c));
      }
    });
  }

  charge make(charge_kind kind, const segment& s, const period& of, const plan& p, const std::string& price) const {
    const auto from = std::max(s.from, of.from);
    const auto to = s.to ? std::min(*s.to, of.to) : of.to;
    return {.key = {subscription_.id, kind, s.plan, price, of.from.day, from.at},
            .currency = coin_,
            .from = from,
            .to = to,
            .period_from = of.from,
            .period_to = of.to,
            .part = part_of(p.proration, of, from, to),
            .due = {}};
  }

  static share part_of(proration by, const period& of, const moment& from, const moment& to) {
    switch (by) {
      case proration::by_second: {
        const auto at = [&](const moment& m) { return (m.at.ns - of.from.at.ns) / second; };
        return {at(from), at(to), at(of.to)};
      }
      case proration::by_day: {
        const auto at = [&](const moment& m) { return days_between(of.from.day, m.day); };
        return {at(from), at(to), at(of.to)};
      }
      case proration::none:
        break;
    }
    return {};
  }

  void add(charge c) {
    if (c.due <= as_of_.at) out_.push_back(std::move(c));
  }

  const subscription& subscription_;
  const plan_lookup& plans_;
  const tenant_calendar& calendar_;
  currency coin_;
  moment since_, as_of_;
  std::vector<charge> out_;
};

}  // namespace

std::string_view name(charge_kind k) {
  return kinds[static_cast<std::size_t>(k)];
}

std::optional<charge_kind> charge_kind_from_name(std::string_view text) {
  const auto* found = std::ranges::find(kinds, text);
  if (found == std::end(kinds)) return std::nullopt;
  return static_cast<charge_kind>(found - std::begin(kinds));
}

std::string charge_key::text() const {
  return fmt::format("{}/{}/{}@{}/{}/{}/{}", subscription, name(kind), plan.code, plan.version, price,
                     weir::text(period), format_rfc3339(from));
}

std::vector<charge> charges_of(const subscription& s, const plan_lookup& plans, const tenant_calendar& calendar,
                               currency currency, moment since, moment as_of) {
  return charge_lister(s, plans, calendar, currency, since, as_of).list();
}

}  // namespace weir::billing
