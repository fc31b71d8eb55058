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
    threshold_ = threshold_in_force();
    for (const auto& s : subscription_.segments) {
      const auto* p = plans_(s.plan);
      WEIR_ASSERT(p != nullptr, "whoever reads a subscription reads its plans");
      if (is_active(s)) add_fees(s, *p);
      if (is_metered(s, *p)) add_usage(s, *p);
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

  // What is owed of the period in which a subscription ends need not wait for the period's end.
  timestamp settled_at(const period& of) const {
    const auto& end = subscription_.segments.back().to;
    return end ? std::min(end->at, of.to.at) : of.to.at;
  }

  static bool is_active(const segment& s) { return s.state == subscription_state::active; }

  static bool is_metered(const segment& s, const plan& p) {
    return is_active(s) || (s.state == subscription_state::paused && p.bills_paused_usage);
  }

  void add_fees(const segment& s, const plan& p) {
    each_period(s, p.interval_months, [&](const period& of) {
      // All of it is owed once, not again after a pause or a visit to another plan.
      if (p.proration == proration::none && stretch_before(s, of, is_active) != nullptr) return;
      for (const auto& price : p.prices) {
        const auto* fee = std::get_if<flat_fee>(&price.model);
        if (fee == nullptr || price.currency != coin_) continue;
        auto c = make(charge_kind::fee, s, of, price.code);
        c.part = p.proration == proration::none ? share{} : part_of(p.proration, of, c.from, c.to);
        c.price = &price;
        c.due = fee->timing == timing::in_advance ? c.from.at : settled_at(of);
        if (!c.part.is_empty()) add(std::move(c));
      }
    });
  }

  void add_usage(const segment& s, const plan& p) {
    const auto metered = [&](const segment& other) { return is_metered(other, p); };
    each_period(s, 1, [&](const period& of) {
      for (const auto& price : p.prices) {
        if (!price.metered || price.currency != coin_) continue;
        auto c = make(charge_kind::usage, s, of, price.code);
        c.part = part_among(p.proration, s, of, c, metered);
        c.price = &price;
        c.due = settled_at(of);
        if (threshold_) cut_short(c);
        add(std::move(c));
      }
      for (const auto& least : p.commitments) {
        if (!is_active(s) || least.currency != coin_) continue;
        auto c = make(charge_kind::commitment, s, of, std::string(coin_.code()));
        c.part = part_among(p.proration, s, of, c, is_active);
        c.commitment = least.amount;
        c.due = settled_at(of);
        add(std::move(c));
      }
    });
  }

  charge make(charge_kind kind, const segment& s, const period& of, const std::string& price) const {
    const auto from = std::max(s.from, of.from);
    const auto to = s.to ? std::min(*s.to, of.to) : of.to;
    return {.key = {subscription_.id, kind, s.plan, price, of.from.day, from.at},
            .currency = coin_,
            .from = from,
            .to = to,
            .period_from = of.from,
            .period_to = of.to,
            .part = {},
            .due = {}};
  }

  static share part_of(proration by, const period& of, const moment& from, const moment& to) {
    const auto at = [&](const moment& m) {
      return by == proration::by_day ? days_between(of.from.day, m.day) : (m.at.ns - of.from.at.ns) / second;
    };
    return {at(from), at(to), at(of.to)};
  }

  // The stretch of `c` among those of its plan in the period that `counts`. What is not prorated is divided between
  // them alone, so that it is had once, and all of it.
  template<class F>
  share part_among(proration by, const segment& s, const period& of, const charge& c, F counts) const {
    if (by != proration::none) return part_of(by, of, c.from, c.to);
    const auto* next = stretch_after(s, of, counts);
    const bool is_first = stretch_before(s, of, counts) == nullptr;
    return part_of(by, of, is_first ? of.from : c.from, next == nullptr ? of.to : next->from);
  }

  template<class F>
  const segment* stretch_before(const segment& s, const period& of, F counts) const {
    for (const auto& other : subscription_.segments) {
      if (&other == &s) break;
      if (other.plan == s.plan && counts(other) && of.from.at < other.to->at) return &other;
    }
    return nullptr;
  }

  template<class F>
  const segment* stretch_after(const segment& s, const period& of, F counts) const {
    for (const auto& other : subscription_.segments) {
      if (&other > &s && other.plan == s.plan && counts(other) && other.from.at < of.to.at) return &other;
    }
    return nullptr;
  }

  // Of the plan of the last hour that is looked at.
  std::optional<money> threshold_in_force() const {
    for (const auto& s : subscription_.segments) {
      if (s.from.at >= as_of_.at || (s.to && s.to->at < as_of_.at)) continue;
      const auto* p = plans_(s.plan);
      WEIR_ASSERT(p != nullptr, "whoever reads a subscription reads its plans");
      const auto found = std::ranges::find(p->usage_thresholds, coin_, &usage_threshold::currency);
      if (found != p->usage_thresholds.end()) return found->amount;
    }
    return std::nullopt;
  }

  // The part stays that of the whole: what is included is had from the first unit on.
  void cut_short(charge& c) const {
    if (c.due <= as_of_.at || as_of_.at <= c.from.at) return;
    if (as_of_.at < c.to.at) c.to = as_of_;
    c.due = as_of_.at;
    c.threshold = threshold_;
  }

  void add(charge c) {
    if (c.due <= as_of_.at) out_.push_back(std::move(c));
  }

  const subscription& subscription_;
  const plan_lookup& plans_;
  const tenant_calendar& calendar_;
  currency coin_;
  moment since_, as_of_;
  std::optional<money> threshold_{};
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
