// The slow, obvious reference of what a tenant owes: it walks hour by hour from the first to the last one, looks which
// plan there is in each, and prices what it has gathered. Shares no code with the rules of billing; it reads the drafts
// that plans are made of, as texts.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <weir/base/civil_day.hpp>
#include <weir/base/time.hpp>
#include <weir/billing/plan.hpp>

namespace weir::sim {

using plan_version = std::pair<std::string, std::int32_t>;
using catalogue = std::map<plan_version, billing::plan_draft>;

struct dated_change {
  timestamp at;
  std::int64_t sequence = 0;
  std::string kind;
  plan_version plan{};  // of start and change_plan
  std::optional<timestamp> trial_until{};
};

struct subscribed {
  std::string id;
  std::string currency;
  std::vector<dated_change> changes;
};

// What was counted in one of the tenant's hours.
struct counted_hour {
  timestamp hour;
  std::string meter;
  std::string region;          // the value of the group "region"; empty: the meter has none
  std::int64_t events = 0;     // a COUNT's quantity
  std::int64_t nanounits = 0;  // a SUM's
};

struct subscriber {
  std::string zone;
  int minute_offset = 0;
  unsigned billing_day = 1;
  std::vector<subscribed> subscriptions;
  std::vector<counted_hour> usage;
};

// subscription, kind, plan, version, price, first day of the period, instant that the piece begins at
using owed_key = std::tuple<std::string, std::string, std::string, std::int32_t, std::string, std::string, timestamp>;

struct owed {
  std::int64_t minor = 0;
  timestamp to;
  std::int64_t part_from = 0, part_to = 0, part_whole = 1;
  std::int64_t whole_minor = 0;  // of a fee: of its whole period

  bool is_for_the_same(const owed& other) const {
    return std::tie(to, part_from, part_to, part_whole) ==
           std::tie(other.to, other.part_from, other.part_to, other.part_whole);
  }
};

// Everything that is due at `as_of` and ever was.
std::map<owed_key, owed> reckon_naively(const subscriber& of, const catalogue& plans, timestamp as_of);

// Usage of a billing month that is not over.
struct running_usage {
  bool goes_on = false;                           // the subscription has not ended
  std::optional<std::int64_t> threshold_minor{};  // of the plan of the last hour
  std::map<owed_key, std::int64_t> owed_minor{};  // so far; nothing is known of it without a threshold
};

// By subscription, as of the start of one of the tenant's hours.
std::map<std::string, running_usage> reckon_running(const subscriber& of, const catalogue& plans, timestamp as_of);

}  // namespace weir::sim
