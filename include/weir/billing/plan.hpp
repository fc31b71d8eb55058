// What subscribers pay for: a version of a plan, never edited in place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/billing/dunning.hpp>
#include <weir/billing/money.hpp>
#include <weir/billing/price.hpp>

namespace weir::billing {

// What a fee costs that is owed for a part of its period.
enum class proration : std::uint8_t {
  by_second,  // as many seconds as it was owed for
  by_day,     // of the tenant's days, a day of change counting for what follows
  none,       // all of it, once in each period, and nothing comes back
};

// What happens to usage that arrives for a period after its invoice is finalized. Changes of a subscription that are
// dated back are no late usage: what they make is always a line of the next invoice.
enum class late_usage : std::uint8_t {
  next_invoice,  // a line of the next regular one
  adjustment,    // an invoice of its own, or a credit note, that names the original line
  drop,          // it is not charged; the difference stays visible
};

std::string_view name(proration p);
std::optional<proration> proration_from_name(std::string_view text);
std::string_view name(late_usage l);
std::optional<late_usage> late_usage_from_name(std::string_view text);

// What the metered prices of a currency cost at least in each month, together.
struct commitment {
  billing::currency currency;
  unit_price amount;

  bool operator==(const commitment&) const = default;
};

// Billed before the month's end as soon as the usage of a subscription that is not billed yet costs as much.
struct usage_threshold {
  billing::currency currency;
  money amount;  // > 0

  bool operator==(const usage_threshold&) const = default;
};

struct plan {
  static constexpr std::size_t most_prices = 200;

  std::string code;
  std::int32_t version = 1;
  std::string name;
  int interval_months = 1;    // of its fees: 1, 3, 6 or 12; usage is billed by the month
  std::vector<price> prices;  // codes unique
  std::vector<commitment> commitments{};
  int trial_days = 0;  // 0 to 730: nothing is charged for them, usage included
  billing::proration proration = proration::by_second;
  billing::late_usage late_usage = late_usage::next_invoice;
  bool bills_paused_usage = true;
  bool is_add_on = false;  // subscribed to beside another subscription only, and not longer than that
  std::vector<usage_threshold> usage_thresholds{};
  std::optional<billing::dunning> dunning{};  // nothing: usual_dunning()

  bool operator==(const plan&) const = default;
};

struct plan_draft {
  std::string code;
  std::string name;  // empty: the code
  int interval_months = 1;
  std::vector<price_draft> prices;
  std::vector<std::pair<std::string, std::string>> commitments;  // currency, amount
  int trial_days = 0;
  std::string proration = "by_second";
  std::string late_usage = "next_invoice";
  bool bills_paused_usage = true;
  bool is_add_on = false;
  std::vector<std::pair<std::string, std::string>> usage_thresholds{};         // currency, amount
  std::optional<std::vector<std::pair<std::int64_t, std::string>>> dunning{};  // day, name of an act
};

// The first version of a plan, or every problem with a pointer to its field (/prices/3/tiers/0/up_to). Codes: those of
// make_price; price_unreachable: an earlier price takes all usage that this one could get.
std::expected<plan, std::vector<error>> make_plan(const plan_draft& draft);

}  // namespace weir::billing
