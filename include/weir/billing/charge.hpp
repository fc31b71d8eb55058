// What a subscription owes, piece by piece, as its dated changes stand now. What an invoice bills is the difference
// between that and what was billed before under the same keys, so late usage, upgrades, pauses, cancellations and
// changes that are dated back need no rules of their own.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/billing/calendar.hpp>
#include <weir/billing/plan.hpp>
#include <weir/billing/rate_usage.hpp>
#include <weir/billing/share.hpp>
#include <weir/billing/subscription.hpp>

namespace weir::billing {

enum class charge_kind : std::uint8_t {
  fee,
  usage,
  commitment,  // what is missing of what the plan's usage costs at least
};

std::string_view name(charge_kind k);
std::optional<charge_kind> charge_kind_from_name(std::string_view text);

// Which piece it is: the same one, whenever it is looked at.
struct charge_key {
  std::string subscription;  // sub_…
  charge_kind kind;
  plan_ref plan;
  std::string price;  // its code; of a commitment, the currency's
  civil_day period;   // that the billing period begins on
  timestamp from;     // of the part of it that is meant

  auto operator<=>(const charge_key&) const = default;

  std::string text() const;  // one line, unique
};

// A charge before usage is known.
struct charge {
  charge_key key;
  billing::currency currency;
  const billing::price* price = nullptr;  // in the plan given; null for a commitment
  unit_price commitment{};
  moment from, to;  // what it is for
  moment period_from, period_to;
  share part;     // of the billing period; without proration, of what the plan's stretches in it share
  timestamp due;  // no invoice as of an earlier instant has it
  // Of usage that goes on, and is counted up to the instant of the look: it is billed once all of it that the
  // subscription is not billed for yet reaches this.
  std::optional<money> threshold{};

  bool operator==(const charge&) const = default;
};

struct subscription {
  std::string id;
  std::vector<segment> segments;  // of segments_of
};

// The plans that the segments name, to be outlived by the charges.
using plan_lookup = std::function<const plan*(const plan_ref&)>;

struct tenant_calendar {
  unsigned billing_day = 1;
  billing::start_of_day start_of_day;
};

// Every charge that is due at `as_of` for billing periods that end after `since`, and, if the plan in force has a usage
// threshold, the usage of the running month up to `as_of`; ordered by key. `currency`: of which prices. A plan that is
// not found is a bug.
std::vector<charge> charges_of(const subscription& s, const plan_lookup& plans, const tenant_calendar& calendar,
                               currency currency, moment since, moment as_of);

}  // namespace weir::billing
