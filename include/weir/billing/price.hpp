// What one thing costs in a plan. A price never changes: another one is another version of its plan.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <weir/base/decimal.hpp>
#include <weir/base/error.hpp>
#include <weir/billing/currency.hpp>
#include <weir/billing/rounding.hpp>
#include <weir/billing/unit_price.hpp>

namespace weir::billing {

enum class timing : std::uint8_t { in_advance, in_arrears };

// A fee for each billing period, whatever is used.
struct flat_fee {
  unit_price amount;
  billing::timing timing = timing::in_advance;

  bool operator==(const flat_fee&) const = default;
};

struct per_unit {
  unit_price unit_amount;

  bool operator==(const per_unit&) const = default;
};

// Units beyond the end of the tier before, up to and including `up_to`; the last tier has no end. `flat_amount` is due
// once the tier is reached; the first one is reached by nothing at all.
struct tier {
  std::optional<decimal> up_to;
  unit_price unit_amount;
  unit_price flat_amount;

  bool operator==(const tier&) const = default;
};

struct graduated {  // each unit costs what its own tier says
  std::vector<tier> tiers;

  bool operator==(const graduated&) const = default;
};

struct volume {  // all units cost what the tier of their total says
  std::vector<tier> tiers;

  bool operator==(const volume&) const = default;
};

struct package {  // packages begun count whole
  decimal size;
  unit_price package_amount;

  bool operator==(const package&) const = default;
};

struct percentage {  // of a metered sum of money in the price's currency, and a fee for each event
  unit_price rate;   // 0.029 is 2.9 %
  unit_price event_amount;

  bool operator==(const percentage&) const = default;
};

using price_model = std::variant<flat_fee, per_unit, graduated, volume, package, percentage>;

std::string_view name(const price_model& m);  // "flat", "per_unit", "graduated", …: as in JSON and in the database

// Usage whose group `dimension` has one of `values`, JSON texts as the cells have them ("\"eu\"", "5", "true").
struct usage_filter {
  std::string dimension;
  std::vector<std::string> values;  // sorted, at least one

  bool operator==(const usage_filter&) const = default;
};

// What a metered price measures. Usage goes to the first price of the plan and currency whose filters all fit it.
struct metered {
  std::string meter;                           // slug
  std::vector<usage_filter> filters{};         // sorted by dimension
  decimal included{};                          // units of each billing period that cost nothing
  std::optional<unit_price> minimum_amount{};  // of each billing period; the other end as well
  std::optional<unit_price> maximum_amount{};

  bool operator==(const metered&) const = default;
};

struct price {
  static constexpr std::size_t most_tiers = 100;

  std::string code;  // stable through the versions of a plan: usage and lines are told apart by it
  std::string name;
  billing::currency currency;
  price_model model;
  std::optional<billing::metered> metered{};  // nothing: a flat fee
  billing::rounding rounding = rounding::half_up;
  int digits = 2;  // of each line's amount after the point; at most the currency's

  bool operator==(const price&) const = default;
};

struct tier_draft {
  std::optional<std::string> up_to;
  std::string unit_amount = "0";
  std::string flat_amount = "0";
};

// A price as somebody asks for it: texts that were not looked at yet. Nothing: not given.
struct price_draft {
  std::string code;
  std::string name;  // empty: the code
  std::string currency;
  std::string model;
  std::optional<std::string> timing;
  std::optional<std::string> amount;  // flat
  std::optional<std::string> unit_amount;
  std::optional<std::vector<tier_draft>> tiers;
  std::optional<std::string> package_size, package_amount;
  std::optional<std::string> rate, event_amount;
  std::optional<std::string> meter;
  std::vector<usage_filter> filters;
  std::optional<std::string> included, minimum_amount, maximum_amount;
  std::string rounding = "half_up";
  std::optional<int> digits;  // nothing: the currency's
};

// The price, or every problem with a pointer to its field (/tiers/2/up_to). Codes: validation_failed,
// currency_unknown, price_negative, price_member_unexpected (of another model), decimal_….
std::expected<price, std::vector<error>> make_price(const price_draft& draft);

}  // namespace weir::billing
