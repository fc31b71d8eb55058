// Budgets: how much of a meter, or of money, a tenant means to use in a billing month, and at which shares of it
// somebody is told.
//
// A threshold is crossed when what is used reaches its share of the amount. It stays crossed until what is used has
// fallen below nine tenths of that share; then it is armed again, and may be crossed a second time.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/decimal.hpp>
#include <weir/base/error.hpp>
#include <weir/billing/currency.hpp>

namespace weir::billing {

enum class budget_measure : std::uint8_t { usage, spend };

std::string_view name(budget_measure m);
std::optional<budget_measure> budget_measure_from_name(std::string_view text);

struct budget {
  std::string name;
  budget_measure measures = budget_measure::usage;
  std::optional<billing::currency> currency{};  // of spend
  decimal amount;                               // a quantity, or major units of the currency
  std::vector<std::int32_t> thresholds{};       // percent, rising

  bool operator==(const budget&) const = default;
};

// What somebody asks for, as it was written.
struct budget_draft {
  std::string name;
  budget_measure measures = budget_measure::usage;
  std::string currency;  // of spend
  std::string amount;
  std::vector<std::int64_t> thresholds{};
};

// Errors, with pointers: currency_unknown, validation_failed, and those of decimals.
std::expected<budget, std::vector<error>> make_budget(const budget_draft& draft);

inline constexpr std::int32_t least_threshold = 1, most_threshold = 1000;  // percent
inline constexpr std::size_t most_thresholds = 10;

// What a look at a budget finds. `standing`: thresholds that count as crossed, also those that the budget does not have
// any more. Both answers rise.
struct budget_verdict {
  std::vector<std::int32_t> crossed;  // now, and not before
  std::vector<std::int32_t> rearmed;  // of `standing`

  bool operator==(const budget_verdict&) const = default;
};
budget_verdict judge_budget(decimal used, decimal amount, std::span<const std::int32_t> thresholds,
                            std::span<const std::int32_t> standing);

// Of the amount, in whole percent, rounded down; at most a million either way.
std::int32_t percent_of(decimal used, decimal amount);

// As answers and mails show an amount of it: money has its currency's digits.
std::string amount_text(decimal amount, const std::optional<currency>& of);

}  // namespace weir::billing
