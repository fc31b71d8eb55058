// Coupons: what they are worth to a tenant who has one, invoice by invoice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/billing/currency.hpp>
#include <weir/billing/discount.hpp>
#include <weir/billing/money.hpp>
#include <weir/billing/unit_price.hpp>

namespace weir::billing {

enum class coupon_duration : std::uint8_t {
  once,     // a percentage: of one invoice; an amount: until it is used up
  months,   // of so many regular invoices, each of them with all of the coupon
  forever,  // of all regular invoices
};

std::string_view name(coupon_duration d);
std::optional<coupon_duration> coupon_duration_from_name(std::string_view text);

struct coupon_amount {
  money value;  // > 0
  billing::currency currency;

  bool operator==(const coupon_amount&) const = default;
};

struct coupon {
  static constexpr std::size_t most_prices = 100;
  static constexpr std::int32_t most_months = 120;

  std::string id;                                 // cpn_…
  std::string code;                               // a slug
  std::string name;                               // for people
  std::variant<unit_price, coupon_amount> value;  // a rate (0.2 is 20 %; above 0, at most 1), or an amount
  coupon_duration duration = coupon_duration::once;
  std::int32_t months = 0;            // of coupon_duration::months: 1 to 120
  std::vector<std::string> prices{};  // codes that it is for; empty: all

  bool operator==(const coupon&) const = default;
};

// What is empty is not given.
struct coupon_draft {
  std::string code;
  std::string name;
  std::string percentage{};  // "0.2"
  std::string amount{};      // in major units, with a currency
  std::string currency{};
  std::string duration{};
  std::optional<std::int64_t> months{};
  std::vector<std::string> prices{};
};

// The coupon, but for its id, or every problem with a pointer to its member. Codes: validation_failed,
// currency_unknown, those of parse_rate and parse_money.
std::expected<coupon, std::vector<error>> make_coupon(const coupon_draft& draft);

// A coupon as one tenant has it.
struct held_coupon {
  std::string id;  // tcp_…
  billing::coupon coupon;
  timestamp since;
  std::int32_t months_used = 0;        // regular invoices that it was used for
  std::optional<money> amount_left{};  // of an amount for once

  bool operator==(const held_coupon&) const = default;
};

// What an invoice takes of it.
discount discount_of(const held_coupon& c);

// After an invoice that got `taken` (> 0) of it.
struct coupon_use {
  std::int32_t months_used = 0;
  std::optional<money> amount_left{};

  bool operator==(const coupon_use&) const = default;
};
coupon_use use_of(const held_coupon& c, money taken);

// Nothing is left for another invoice.
bool is_used_up(const coupon& c, const coupon_use& use);

}  // namespace weir::billing
