#include <algorithm>
#include <stdexcept>

#include <tests/sim/year/naive_price.hpp>
#include <tests/sim/year/naive_reckoning.hpp>

#include <weir/base/time_zone.hpp>

namespace weir::sim {
namespace {

constexpr std::int64_t hour_ns = 3'600'000'000'000;
constexpr std::int64_t first_hour = 488'000;  // since 1970: September 2025
constexpr std::size_t hours = 27'000;         // until October 2028

// Which day each hour of a zone is in.
const std::vector<civil_day>& days_of(const std::string& zone, int minute_offset) {
  static std::map<std::string, std::vector<civil_day>> known;
  auto& days = known[zone];
  if (days.empty()) {
    const auto found = time_zone::find(zone).value();
    for (std::size_t i = 0; i < hours; ++i)
      days.push_back(
          found.local_day({(first_hour + static_cast<std::int64_t>(i)) * hour_ns - minute_offset * hour_ns / 60}));
  }
  return days;
}

enum class standing { none, trialing, active, paused };

struct stretch {
  std::size_t from = 0, to = 0;
  standing state = standing::none;
  plan_version plan;
};

struct period {
  std::size_t from = 0, to = 0;
};

class walker {
 public:
  walker(const subscriber& of, const subscribed& s, const catalogue& plans, timestamp as_of)
      : of_(of), s_(s), plans_(plans), as_of_(as_of), days_(days_of(of.zone, of.minute_offset)) {
    for (std::size_t i = 1; i < hours; ++i) {
      if (days_[i] != days_[i - 1] && begins_month(days_[i])) months_.push_back(i);
    }
    walk();
    for (const auto& used : of.usage)
      usage_[used.meter].push_back({index_of(used.hour), &used});
  }

  std::map<owed_key, owed> reckon() {
    for (const auto& s : stretches_) {
      if (s.state == standing::active) add_fees(s);
      if (is_metered(s)) add_usage(s);
    }
    return std::move(out_);
  }

  running_usage reckon_running() {
    running_usage out;
    const auto now = index_of(as_of_);
    out.goes_on = !stretches_.empty() && now < stretches_.back().to;
    const auto last = std::ranges::find_if(stretches_, [&](const auto& s) { return s.from < now && now <= s.to; });
    if (last == stretches_.end()) return out;
    for (const auto& [currency, amount] : draft_of(last->plan).usage_thresholds) {
      if (currency == s_.currency)
        out.threshold_minor = static_cast<std::int64_t>(parse_units(amount, digits_of(currency)));
    }
    for (const auto& s : stretches_) {
      if (out.threshold_minor && is_metered(s)) add_running(s, now, out);
    }
    return out;
  }

 private:
  bool begins_month(const civil_day& d) const {
    return d.day == std::min(of_.billing_day, last_day_of_month(d.year, d.month));
  }
  timestamp time_of(std::size_t i) const {
    return {(first_hour + static_cast<std::int64_t>(i)) * hour_ns - of_.minute_offset * hour_ns / 60};
  }
  std::size_t index_of(timestamp t) const {
    return static_cast<std::size_t>((t.ns + of_.minute_offset * hour_ns / 60) / hour_ns - first_hour);
  }

  void walk() {
    auto changes = s_.changes;
    std::ranges::sort(changes, {}, [](const dated_change& c) { return std::pair(c.at, c.sequence); });
    auto next = changes.begin();
    standing now = standing::none;
    plan_version plan;
    std::optional<timestamp> trial_until;
    for (std::size_t i = 0; i < hours; ++i) {
      for (;; ++next) {
        // A trial ends before whatever else is of the same hour.
        if (now == standing::trialing && *trial_until <= time_of(i)) now = standing::active;
        if (next == changes.end() || next->at > time_of(i)) break;
        if (next->kind == "start") {
          trial_until = next->trial_until;
          now = trial_until ? standing::trialing : standing::active;
        }
        if (next->kind == "pause") now = standing::paused;
        if (next->kind == "resume") now = standing::active;
        if (next->kind == "cancel") now = standing::none;
        if (next->kind == "start" || next->kind == "change_plan") plan = next->plan;
      }
      if (now == standing::none) continue;
      const bool goes_on = !stretches_.empty() && stretches_.back().to == i && stretches_.back().state == now &&
                           stretches_.back().plan == plan;
      if (!goes_on) stretches_.push_back({i, i, now, plan});
      stretches_.back().to = i + 1;
    }
  }

  const billing::plan_draft& draft_of(const plan_version& p) const { return plans_.at(p); }

  bool is_metered(const stretch& s) const {
    return s.state == standing::active || (s.state == standing::paused && draft_of(s.plan).bills_paused_usage);
  }

  // The end of the subscription or of the period, whichever is earlier.
  timestamp settled(const period& p) const { return time_of(std::min(stretches_.back().to, p.to)); }

  template<class F>
  void each_period(const stretch& s, int months, F f) const {
    const auto first = std::ranges::find(stretches_, s.plan, &stretch::plan)->from;
    const auto anchor = std::ranges::upper_bound(months_, first) - months_.begin() - 1;
    for (auto k = anchor; k + months < std::ssize(months_); k += months) {
      const period p{months_[static_cast<std::size_t>(k)], months_[static_cast<std::size_t>(k + months)]};
      if (s.from < p.to && p.from < s.to) f(p);
    }
  }

  template<class F>
  naive_part part_of(const stretch& s, const period& p, F counts) const {
    const auto& how = draft_of(s.plan).proration;
    const auto position = [&](std::size_t at) {
      return how == "by_day" ? days_between(days_[p.from], days_[at]) : static_cast<std::int64_t>(at - p.from) * 3600;
    };
    auto from = std::max(s.from, p.from);
    auto to = std::min(s.to, p.to);
    if (how == "none") {
      // All of what a period has, divided among the stretches of the plan in it.
      bool seen = false, is_first = true;
      to = p.to;
      for (const auto& other : stretches_) {
        if (&other == &s) {
          seen = true;
        } else if (other.plan == s.plan && counts(other) && other.from < p.to && p.from < other.to) {
          if (!seen) is_first = false;
          if (seen) {
            to = other.from;
            break;
          }
        }
      }
      if (is_first) from = p.from;
    }
    return {position(from), position(to), position(p.to)};
  }

  owed_key key_of(const std::string& kind, const stretch& s, const period& p, const std::string& price) const {
    return {s_.id, kind, s.plan.first, s.plan.second, price, text(days_[p.from]), time_of(std::max(s.from, p.from))};
  }

  owed& add(const std::string& kind, const stretch& s, const period& p, const std::string& price,
            const naive_part& part) {
    return out_[key_of(kind, s, p, price)] = {.to = time_of(std::min(s.to, p.to)),
                                              .part_from = part.from,
                                              .part_to = part.to,
                                              .part_whole = part.whole};
  }

  void add_fees(const stretch& s) {
    const auto& plan = draft_of(s.plan);
    each_period(s, plan.interval_months, [&](const period& p) {
      naive_part part;
      if (plan.proration == "none") {
        for (const auto& other : stretches_) {
          if (&other == &s) break;
          if (other.plan == s.plan && other.state == standing::active && p.from < other.to) return;
        }
      } else {
        part = part_of(s, p, [](const stretch&) { return true; });
      }
      if (part.from == part.to) return;
      for (const auto& price : plan.prices) {
        if (price.model != "flat" || price.currency != s_.currency) continue;
        const auto due = price.timing == "in_arrears" ? settled(p) : time_of(std::max(s.from, p.from));
        if (as_of_ < due) continue;
        auto& o = add("fee", s, p, price.code, part);
        o.whole_minor = price_fee(price);
        o.minor = static_cast<std::int64_t>(cut_naively(o.whole_minor, part));
      }
    });
  }

  static bool fits(const billing::price_draft& p, const counted_hour& used) {
    return std::ranges::all_of(p.filters, [&](const auto& f) {
      return std::ranges::find(f.values, "\"" + used.region + "\"") != f.values.end();
    });
  }

  std::int64_t usage_cost(const billing::plan_draft& plan, const billing::price_draft& price, const stretch& s,
                          const period& p, const naive_part& part) {
    wide quantity = 0;
    std::int64_t events = 0;
    for (const auto& [i, used] : usage_[*price.meter]) {
      if (i < std::max(s.from, p.from) || i >= std::min(s.to, p.to)) continue;
      const auto first = std::ranges::find_if(plan.prices, [&](const auto& other) {
        return other.meter == price.meter && other.currency == price.currency && fits(other, *used);
      });
      if (first == plan.prices.end() || first->code != price.code) continue;
      quantity += used->nanounits != 0 ? used->nanounits : wide{used->events} * 1'000'000'000;
      events += used->events;
    }
    return price_usage(price, quantity, events, part);
  }

  void add_usage(const stretch& s) {
    const auto& plan = draft_of(s.plan);
    each_period(s, 1, [&](const period& p) {
      if (as_of_ < settled(p)) return;
      const auto part = part_of(s, p, [&](const stretch& other) { return is_metered(other); });
      std::int64_t used = 0;
      for (const auto& price : plan.prices) {
        if (!price.meter || price.currency != s_.currency) continue;
        auto& o = add("usage", s, p, price.code, part);
        o.minor = usage_cost(plan, price, s, p, part);
        used += o.minor;
      }
      if (s.state != standing::active) return;
      for (const auto& [currency, amount] : plan.commitments) {
        if (currency != s_.currency) continue;
        const auto mine = part_of(s, p, [](const stretch& other) { return other.state == standing::active; });
        billing::price_draft least;
        least.currency = currency;
        least.amount = amount;
        auto& o = add("commitment", s, p, currency, mine);
        o.minor = std::max<std::int64_t>(static_cast<std::int64_t>(cut_naively(price_fee(least), mine)) - used, 0);
      }
    });
  }

  // What it costs at least is not known before the end; the part is that of the whole.
  void add_running(const stretch& s, std::size_t now, running_usage& to) {
    const auto& plan = draft_of(s.plan);
    each_period(s, 1, [&](const period& p) {
      if (settled(p) <= as_of_ || now <= std::max(s.from, p.from)) return;
      const auto part = part_of(s, p, [&](const stretch& other) { return is_metered(other); });
      for (auto price : plan.prices) {
        if (!price.meter || price.currency != s_.currency) continue;
        price.minimum_amount.reset();
        to.owed_minor[key_of("usage", s, p, price.code)] =
            usage_cost(plan, price, s, {p.from, std::min(p.to, now)}, part);
      }
    });
  }

  const subscriber& of_;
  const subscribed& s_;
  const catalogue& plans_;
  timestamp as_of_;
  const std::vector<civil_day>& days_;
  std::vector<std::size_t> months_;
  std::vector<stretch> stretches_;
  std::map<std::string, std::vector<std::pair<std::size_t, const counted_hour*>>> usage_;
  std::map<owed_key, owed> out_;
};

}  // namespace

std::map<owed_key, owed> reckon_naively(const subscriber& of, const catalogue& plans, timestamp as_of) {
  std::map<owed_key, owed> out;
  for (const auto& s : of.subscriptions)
    out.merge(walker(of, s, plans, as_of).reckon());
  return out;
}

std::map<std::string, running_usage> reckon_running(const subscriber& of, const catalogue& plans, timestamp as_of) {
  std::map<std::string, running_usage> out;
  for (const auto& s : of.subscriptions)
    out[s.id] = walker(of, s, plans, as_of).reckon_running();
  return out;
}

}  // namespace weir::sim
