#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include <weir/base/assert.hpp>
#include <weir/billing/coupon.hpp>
#include <weir/billing/tax.hpp>
#include <weir/domain/draft_checks.hpp>
#include <weir/domain/text_rules.hpp>

namespace weir::billing {
namespace {

constexpr std::string_view durations[] = {"once", "months", "forever"};

class coupon_maker {
 public:
  explicit coupon_maker(const coupon_draft& draft) : draft_(draft) {}

  std::expected<coupon, std::vector<error>> make() {
    out_.code = draft_.code;
    out_.name = draft_.name;
    if (!domain::is_slug(draft_.code)) refuse("/code", "a code is a-z, 0-9 and single _ between them, at most 64");
    checks_.text("/name", draft_.name, 1, 255);
    if (draft_.percentage.empty() == draft_.amount.empty()) {
      refuse("/percentage", "either a percentage or an amount");
    } else if (draft_.amount.empty()) {
      take_percentage();
    } else {
      take_amount();
    }
    take_duration();
    take_prices();
    if (checks_.failed()) return std::unexpected(checks_.take());
    return std::move(out_);
  }

 private:
  void refuse(std::string_view pointer, std::string_view detail) {
    checks_.problem(error_code::validation_failed, pointer, detail);
  }

  void take_percentage() {
    if (!draft_.currency.empty()) refuse("/currency", "a percentage has no currency");
    const auto rate = parse_rate(draft_.percentage);
    if (!rate) {
      checks_.problem(rate.error().code, "/percentage", rate.error().detail);
    } else if (*rate == unit_price{}) {
      refuse("/percentage", "more than nothing");
    } else {
      out_.value = *rate;
    }
  }

  void take_amount() {
    const auto coin = currency::find(draft_.currency);
    if (!coin) return checks_.problem(error_code::currency_unknown, "/currency", "");
    const auto value = parse_money(draft_.amount, *coin);
    if (!value) {
      checks_.problem(value.error().code, "/amount", value.error().detail);
    } else if (*value <= money{}) {
      refuse("/amount", "more than nothing");
    } else {
      out_.value = coupon_amount{*value, *coin};
    }
  }

  void take_duration() {
    const auto duration = coupon_duration_from_name(draft_.duration);
    if (!duration) return refuse("/duration", "accepted are once, months and forever");
    out_.duration = *duration;
    if (draft_.months.has_value() != (*duration == coupon_duration::months))
      return refuse("/months", "of the duration months, and of no other");
    if (!draft_.months) return;
    if (*draft_.months < 1 || *draft_.months > coupon::most_months)
      return refuse("/months", fmt::format("1 to {}", coupon::most_months));
    out_.months = static_cast<std::int32_t>(*draft_.months);
  }

  void take_prices() {
    if (draft_.prices.size() > coupon::most_prices)
      return refuse("/prices", fmt::format("at most {}", coupon::most_prices));
    for (std::size_t i = 0; i < draft_.prices.size(); ++i) {
      const auto& code = draft_.prices[i];
      const auto at = fmt::format("/prices/{}", i);
      if (!domain::is_slug(code)) refuse(at, "the code of a price");
      if (std::ranges::find(out_.prices, code) != out_.prices.end()) refuse(at, "the code stands twice");
      out_.prices.push_back(code);
    }
  }

  const coupon_draft& draft_;
  domain::draft_checks checks_;
  coupon out_;
};

}  // namespace

std::string_view name(coupon_duration d) {
  return durations[static_cast<std::size_t>(d)];
}

std::optional<coupon_duration> coupon_duration_from_name(std::string_view text) {
  const auto* found = std::ranges::find(durations, text);
  if (found == std::end(durations)) return std::nullopt;
  return static_cast<coupon_duration>(found - std::begin(durations));
}

std::expected<coupon, std::vector<error>> make_coupon(const coupon_draft& draft) {
  return coupon_maker(draft).make();
}

discount discount_of(const held_coupon& c) {
  discount out{c.coupon.id, {}, c.coupon.prices};
  if (const auto* amount = std::get_if<coupon_amount>(&c.coupon.value)) {
    out.value = c.amount_left.value_or(amount->value);
  } else {
    out.value = std::get<unit_price>(c.coupon.value);
  }
  return out;
}

coupon_use use_of(const held_coupon& c, money taken) {
  WEIR_ASSERT(taken > money{}, "an invoice that got nothing of a coupon did not use it");
  coupon_use out{c.months_used + 1, c.amount_left};
  if (out.amount_left) {
    WEIR_ASSERT(taken <= *out.amount_left, "an invoice gets no more than there is");
    out.amount_left->minor -= taken.minor;
  }
  return out;
}

bool is_used_up(const coupon& c, const coupon_use& use) {
  switch (c.duration) {
    case coupon_duration::once:
      return use.amount_left ? *use.amount_left == money{} : use.months_used > 0;
    case coupon_duration::months:
      return use.months_used >= c.months;
    case coupon_duration::forever:
      return false;
  }
  WEIR_ASSERT(false, "a duration that is none");
}

}  // namespace weir::billing
