// Plans, calendars, and subscriptions in few words, and charges told as lines of text.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <weir/base/time_zone.hpp>
#include <weir/billing/charge.hpp>
#include <weir/billing/plan.hpp>
#include <weir/billing/subscription.hpp>

namespace weir::billing::fixture {

// What doctest shows line by line.
struct lines : std::vector<std::string> {
  using std::vector<std::string>::vector;
};

inline doctest::String toString(const lines& all) {
  std::string out;
  for (const auto& line : all)
    out += "\n    " + line;
  return out.c_str();
}

inline currency coin(std::string_view code) {
  return *currency::find(code);
}

inline const currency usd = coin("USD");

inline price fee(std::string code, std::string_view amount, timing when = timing::in_advance, currency c = usd) {
  return {code, code, c, flat_fee{*unit_price::parse(amount), when}, {}, rounding::half_up, c.digits()};
}

inline price per_unit_price(std::string code, std::string_view amount, currency c = usd) {
  return {code, code, c, per_unit{*unit_price::parse(amount)}, metered{.meter = code}, rounding::half_up, c.digits()};
}

inline plan plan_of(std::string code, std::vector<price> prices, int interval_months = 1) {
  plan p{.code = code, .name = code, .interval_months = interval_months, .prices = std::move(prices)};
  return p;
}

// The tenant's days and hours.
class place {
 public:
  explicit place(std::string_view zone = "UTC", unsigned billing_day = 1)
      : zone_(*time_zone::find(zone)), billing_day_(billing_day) {}

  moment at(civil_day day, int hour = 0) const {
    return {{zone_.start_of_day(day).ns + hour * 3'600'000'000'000LL}, day};
  }
  moment at(std::string_view day, int hour = 0) const { return at(*parse_civil_day(day), hour); }

  tenant_calendar calendar() const {
    return {billing_day_, [zone = zone_](civil_day d) { return zone.start_of_day(d); }};
  }

  // "2026-01-15", and the hour when it is not the first.
  std::string told(const moment& m) const {
    const auto hour = (m.at.ns - zone_.start_of_day(m.day).ns) / 3'600'000'000'000LL;
    return weir::text(m.day) + (hour == 0 ? "" : "T" + std::to_string(hour));
  }
  std::string told(timestamp t) const { return told(moment{t, zone_.local_day(t)}); }

 private:
  time_zone zone_;
  unsigned billing_day_;
};

// One subscription and the plans that it knows.
class tenant {
 public:
  explicit tenant(place where = place()) : where(std::move(where)) {}

  tenant& knows(plan p) {
    plan_ref ref{p.code, p.version};
    plans_[ref] = std::move(p);
    return *this;
  }

  tenant& starts(std::string_view day, std::string plan, std::string_view trial_until = {}, int hour = 0) {
    subscription_change c{change_kind::start, where.at(day, hour), plan_ref{std::move(plan)}};
    if (!trial_until.empty()) c.trial_until = where.at(trial_until);
    return changes(std::move(c));
  }
  tenant& moves_to(std::string plan, std::string_view day, int hour = 0) {
    return changes({change_kind::change_plan, where.at(day, hour), plan_ref{std::move(plan)}});
  }
  tenant& pauses(std::string_view day, int hour = 0) { return changes({change_kind::pause, where.at(day, hour)}); }
  tenant& resumes(std::string_view day, int hour = 0) { return changes({change_kind::resume, where.at(day, hour)}); }
  tenant& cancels(std::string_view day, int hour = 0) { return changes({change_kind::cancel, where.at(day, hour)}); }

  tenant& changes(subscription_change c) {
    c.sequence = static_cast<std::int64_t>(changes_.size());
    changes_.push_back(std::move(c));
    return *this;
  }

  plan_lookup plans() const {
    return [this](const plan_ref& ref) -> const plan* {
      const auto found = plans_.find(ref);
      return found == plans_.end() ? nullptr : &found->second;
    };
  }

  subscription now() const { return {"sub_1", *segments_of(changes_)}; }

  std::vector<charge> charges(moment as_of, moment since = {}, currency c = usd) const {
    return charges_of(now(), plans(), where.calendar(), c, since, as_of);
  }
  std::vector<charge> charges(std::string_view as_of, std::string_view since = "2020-01-01", currency c = usd) const {
    return charges(where.at(as_of), where.at(since), c);
  }

  // "fee basic base 2026-01-01..2026-02-01 of 2026-01-01..2026-02-01 all due 2026-01-01"; of the first two words what
  // is asked for.
  lines told(std::string_view as_of, std::string_view since = "2020-01-01") const {
    lines out;
    for (const auto& c : charges(as_of, since))
      out.push_back(told(c));
    return out;
  }

  std::string told(const charge& c) const {
    auto out = std::string(name(c.key.kind)) + " " + c.key.plan.code + " " + c.key.price + " " + where.told(c.from) +
               ".." + where.told(c.to);
    if (c.part.is_empty()) {
      out += " nothing";
    } else if (!c.part.is_whole()) {
      out += " " + std::to_string(c.part.from()) + "-" + std::to_string(c.part.to()) + "/" +
             std::to_string(c.part.whole());
    }
    return out + " due " + where.told(c.due);
  }

  place where;

 private:
  std::map<plan_ref, plan> plans_;
  std::vector<subscription_change> changes_;
};

}  // namespace weir::billing::fixture
