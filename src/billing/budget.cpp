#include <algorithm>

#include <fmt/format.h>

#include <weir/base/assert.hpp>
#include <weir/billing/budget.hpp>
#include <weir/billing/money.hpp>
#include <weir/domain/text_rules.hpp>

namespace weir::billing {
namespace {

constexpr std::int32_t most_percent = 1'000'000;

// Of n ÷ by, by > 0.
int128 rounded_up(int128 n, int128 by) {
  const auto quotient = n / by;
  return n % by > 0 ? quotient + 1 : quotient;
}

bool has_reached(decimal used, decimal amount, std::int32_t threshold) {
  return used.units() >= rounded_up(amount.units() * threshold, 100);
}

bool has_fallen_below(decimal used, decimal amount, std::int32_t threshold) {
  return used.units() < rounded_up(amount.units() * threshold * 9, 1000);
}

std::vector<std::int32_t> sorted_thresholds(const std::vector<std::int64_t>& wanted, std::vector<error>& problems) {
  std::vector<std::int32_t> out;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] < least_threshold || wanted[i] > most_threshold) {
      problems.emplace_back(error_code::validation_failed, "A threshold is 1 to 1000 percent.",
                            fmt::format("/thresholds/{}", i));
      continue;
    }
    out.push_back(static_cast<std::int32_t>(wanted[i]));
  }
  std::ranges::sort(out);
  if (wanted.empty() || wanted.size() > most_thresholds || std::ranges::adjacent_find(out) != out.end())
    problems.emplace_back(error_code::validation_failed, "One to ten different thresholds.", "/thresholds");
  return out;
}

result<decimal> amount_of(const std::string& text, const std::optional<currency>& coin) {
  if (!coin) return decimal::parse_event_value(text);
  auto amount = parse_money(text, *coin);
  if (!amount) return std::unexpected(amount.error());
  return decimal::parse_sum(billing::text(*amount, *coin));
}

}  // namespace

std::string_view name(budget_measure m) {
  return m == budget_measure::usage ? "usage" : "spend";
}

std::optional<budget_measure> budget_measure_from_name(std::string_view text) {
  for (const auto m : {budget_measure::usage, budget_measure::spend}) {
    if (name(m) == text) return m;
  }
  return std::nullopt;
}

std::expected<budget, std::vector<error>> make_budget(const budget_draft& draft) {
  std::vector<error> problems;
  budget out{.name = draft.name, .measures = draft.measures, .amount = {}};
  if (draft.name.empty() || domain::has_control(draft.name))
    problems.emplace_back(error_code::validation_failed, "A name is one line.", "/name");
  if (draft.measures == budget_measure::spend) {
    out.currency = currency::find(draft.currency);
    if (!out.currency) problems.emplace_back(error_code::currency_unknown, draft.currency, "/currency");
  }
  if (draft.measures == budget_measure::usage || out.currency) {
    auto amount = amount_of(draft.amount, out.currency);
    if (!amount) {
      problems.emplace_back(amount.error().code, amount.error().detail, "/amount");
    } else if (*amount <= decimal{}) {
      problems.emplace_back(error_code::validation_failed, "An amount is more than nothing.", "/amount");
    } else {
      out.amount = *amount;
    }
  }
  out.thresholds = sorted_thresholds(draft.thresholds, problems);
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return out;
}

budget_verdict judge_budget(decimal used, decimal amount, std::span<const std::int32_t> thresholds,
                            std::span<const std::int32_t> standing) {
  WEIR_ASSERT(amount > decimal{}, "a budget's amount is more than nothing");
  budget_verdict out;
  for (const auto t : thresholds) {
    if (has_reached(used, amount, t) && std::ranges::find(standing, t) == standing.end()) out.crossed.push_back(t);
  }
  for (const auto t : standing) {
    if (has_fallen_below(used, amount, t)) out.rearmed.push_back(t);
  }
  std::ranges::sort(out.crossed);
  std::ranges::sort(out.rearmed);
  return out;
}

std::int32_t percent_of(decimal used, decimal amount) {
  WEIR_ASSERT(amount > decimal{}, "a budget's amount is more than nothing");
  const auto whole = used.units() / amount.units();
  if (whole >= most_percent / 100) return most_percent;
  if (whole <= -most_percent / 100) return -most_percent;
  const auto rest = used.units() % amount.units() * 100;
  const auto part = rest < 0 ? -rounded_up(-rest, amount.units()) : rest / amount.units();
  return static_cast<std::int32_t>(whole * 100 + part);
}

std::string amount_text(decimal amount, const std::optional<currency>& of) {
  auto out = amount.text();
  if (!of || of->digits() == 0) return out;
  auto point = out.find('.');
  if (point == std::string::npos) {
    point = out.size();
    out += '.';
  }
  const auto wanted = point + 1 + static_cast<std::size_t>(of->digits());
  if (out.size() < wanted) out.append(wanted - out.size(), '0');
  return out;
}

}  // namespace weir::billing
