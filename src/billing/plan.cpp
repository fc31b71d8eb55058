#include <algorithm>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include <weir/billing/plan.hpp>
#include <weir/domain/draft_checks.hpp>
#include <weir/domain/text_rules.hpp>

namespace weir::billing {
namespace {

constexpr std::string_view prorations[] = {"by_second", "by_day", "none"};
constexpr std::string_view late_usages[] = {"next_invoice", "adjustment", "drop"};

template<class E, std::size_t N>
std::optional<E> from_name(const std::string_view (&names)[N], std::string_view text) {
  const auto* found = std::ranges::find(names, text);
  if (found == std::end(names)) return std::nullopt;
  return static_cast<E>(found - std::begin(names));
}

// Whether all usage that fits `b` fits `a` as well.
bool covers(const metered& a, const metered& b) {
  if (a.meter != b.meter) return false;
  return std::ranges::all_of(a.filters, [&](const usage_filter& wide) {
    const auto narrow = std::ranges::find(b.filters, wide.dimension, &usage_filter::dimension);
    return narrow != b.filters.end() && std::ranges::includes(wide.values, narrow->values);
  });
}

class plan_maker {
 public:
  explicit plan_maker(const plan_draft& draft) : draft_(draft) {}

  std::expected<plan, std::vector<error>> make() {
    out_.code = draft_.code;
    out_.name = draft_.name.empty() ? draft_.code : draft_.name;
    if (!domain::is_slug(draft_.code)) refuse("/code", "a code is a-z, 0-9 and single _ between them, at most 64");
    checks_.text("/name", draft_.name, 0, 255);
    out_.interval_months = draft_.interval_months;
    constexpr int intervals[] = {1, 3, 6, 12};
    if (std::ranges::find(intervals, draft_.interval_months) == std::end(intervals))
      refuse("/interval_months", "accepted are 1, 3, 6 and 12");
    out_.trial_days = draft_.trial_days;
    if (draft_.trial_days < 0 || draft_.trial_days > 730) refuse("/trial_days", "0 to 730");
    out_.bills_paused_usage = draft_.bills_paused_usage;
    out_.is_add_on = draft_.is_add_on;
    if (const auto p = proration_from_name(draft_.proration)) {
      out_.proration = *p;
    } else {
      refuse("/proration", "accepted are by_second, by_day and none");
    }
    if (const auto l = late_usage_from_name(draft_.late_usage)) {
      out_.late_usage = *l;
    } else {
      refuse("/late_usage", "accepted are next_invoice, adjustment and drop");
    }
    add_prices();
    add_commitments();
    add_usage_thresholds();
    add_dunning();
    if (checks_.failed()) return std::unexpected(checks_.take());
    return std::move(out_);
  }

 private:
  void refuse(std::string_view pointer, std::string_view detail) {
    checks_.problem(error_code::validation_failed, pointer, detail);
  }

  void add_prices() {
    if (draft_.prices.empty() || draft_.prices.size() > plan::most_prices) {
      refuse("/prices", fmt::format("1 to {} prices", plan::most_prices));
      return;
    }
    std::set<std::string> codes;
    for (std::size_t i = 0; i < draft_.prices.size(); ++i) {
      const auto at = fmt::format("/prices/{}", i);
      auto made = make_price(draft_.prices[i]);
      if (!made) {
        for (const auto& e : made.error())
          checks_.problem(e.code, at + e.pointer, e.detail);
        continue;
      }
      if (!codes.insert(made->code).second) refuse(at + "/code", "the code stands twice");
      check_reachable(at, *made);
      out_.prices.push_back(std::move(*made));
    }
  }

  void check_reachable(const std::string& at, const price& p) {
    if (!p.metered) return;
    for (const auto& before : out_.prices) {
      if (before.metered && before.currency == p.currency && covers(*before.metered, *p.metered)) {
        checks_.problem(error_code::price_unreachable, at,
                        fmt::format("{} takes all usage that {} could get", before.code, p.code));
        return;
      }
    }
  }

  void add_commitments() {
    for (const auto& [code, amount] : draft_.commitments) {
      const auto at = "/commitments/" + domain::escape_pointer_token(code);
      const auto coin = currency::find(code);
      if (!coin) {
        checks_.problem(error_code::currency_unknown, at, "");
        continue;
      }
      auto parsed = unit_price::parse(amount);
      if (!parsed) {
        checks_.problem(parsed.error().code, at, parsed.error().detail);
        continue;
      }
      if (!has_metered(*coin)) refuse(at, "no metered price of the plan has this currency");
      if (std::ranges::find(out_.commitments, *coin, &commitment::currency) != out_.commitments.end())
        refuse(at, "the currency stands twice");
      out_.commitments.push_back({*coin, *parsed});
    }
  }

  void add_usage_thresholds() {
    for (const auto& [code, amount] : draft_.usage_thresholds) {
      const auto at = "/usage_thresholds/" + domain::escape_pointer_token(code);
      const auto coin = currency::find(code);
      if (!coin) {
        checks_.problem(error_code::currency_unknown, at, "");
        continue;
      }
      auto parsed = parse_money(amount, *coin);
      if (!parsed) {
        checks_.problem(parsed.error().code, at, parsed.error().detail);
        continue;
      }
      if (*parsed <= money{}) refuse(at, "more than nothing");
      if (!has_metered(*coin)) refuse(at, "no metered price of the plan has this currency");
      if (std::ranges::find(out_.usage_thresholds, *coin, &usage_threshold::currency) != out_.usage_thresholds.end())
        refuse(at, "the currency stands twice");
      out_.usage_thresholds.push_back({*coin, *parsed});
    }
  }

  void add_dunning() {
    if (!draft_.dunning) return;
    auto made = make_dunning(*draft_.dunning);
    if (made) {
      out_.dunning = std::move(*made);
      return;
    }
    for (const auto& e : made.error())
      checks_.problem(e.code, "/dunning" + e.pointer, e.detail);
  }

  bool has_metered(currency of) const {
    return std::ranges::any_of(out_.prices, [&](const price& p) { return p.currency == of && p.metered; });
  }

  const plan_draft& draft_;
  domain::draft_checks checks_;
  plan out_;
};

}  // namespace

std::string_view name(proration p) {
  return prorations[static_cast<std::size_t>(p)];
}

std::optional<proration> proration_from_name(std::string_view text) {
  return from_name<proration>(prorations, text);
}

std::string_view name(late_usage l) {
  return late_usages[static_cast<std::size_t>(l)];
}

std::optional<late_usage> late_usage_from_name(std::string_view text) {
  return from_name<late_usage>(late_usages, text);
}

std::expected<plan, std::vector<error>> make_plan(const plan_draft& draft) {
  return plan_maker(draft).make();
}

}  // namespace weir::billing
