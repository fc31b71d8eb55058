// Everything that invoices of one tenant in one currency are reckoned from, frozen: the same inputs give the same
// invoices whenever they are reckoned again, on whichever machine.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/billing/compose_invoices.hpp>

namespace weir::billing {

struct dated_subscription {
  std::string id;
  std::vector<subscription_change> changes;
  std::optional<std::string> add_on_to{};  // of an add-on: which other one of these

  bool operator==(const dated_subscription&) const = default;
};

// What was counted for one charge.
struct counted_usage {
  charge_key key;
  billing::usage usage;
  std::int64_t cells = 0;
  decimal id_sum;  // of the events' identities, so that other events of the same sum show

  bool operator==(const counted_usage&) const = default;
};

// How far the log was counted, and which definitions were in force, when the usage was read: all from its snapshot.
// `usage` and `commands` are the offsets that come next in the tenant's partition of each topic.
struct counted_log {
  std::int32_t partition = 0;
  std::int64_t usage = 0;
  std::int64_t commands = 0;
  std::int64_t definitions = 0;

  bool operator==(const counted_log&) const = default;
};

// An import of past usage that had taken the place of what was counted of its meter and hours, in the same snapshot.
struct import_in_place {
  std::string id;     // him_…
  std::string meter;  // slug
  timestamp from, to;

  bool operator==(const import_in_place&) const = default;
};

struct invoice_inputs {
  std::string tenant;  // ten_…
  billing::currency currency;
  unsigned billing_day = 1;
  moment since;  // billing periods that ended before are closed
  moment as_of;
  std::map<civil_day, timestamp> days{};  // at which instants the tenant's days begin, as far as they matter
  std::vector<plan> plans{};
  std::vector<dated_subscription> subscriptions{};
  std::vector<counted_usage> usage{};
  std::vector<billed_line> billed{};
  tax_facts taxes{};
  std::vector<discount> discounts{};
  std::vector<credit_grant> credits{};
  std::optional<counted_log> counted{};    // nothing: written before this was kept
  std::vector<import_in_place> imports{};  // that touch usage, in the order in which they took their place

  bool operator==(const invoice_inputs&) const = default;
};

// Of the plans in `in`, which outlives it.
plan_lookup lookup_in(const invoice_inputs& in);

// What is owed, before usage is known: all but `usage` and what follows it is read. The instants that `start_of_day` is
// asked for are kept in `in.days`. Error: subscription_change_refused.
result<std::vector<charge>> list_charges(invoice_inputs& in, const start_of_day& zone);

// Errors: those of the steps; invoice_inputs_incomplete, when a day or the usage of a charge is not in them.
result<composed> reckon_invoices(const invoice_inputs& in);

}  // namespace weir::billing
