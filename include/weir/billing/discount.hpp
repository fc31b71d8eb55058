// Coupons that a tenant has, applied to the lines of one invoice.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/billing/currency.hpp>
#include <weir/billing/exact_amount.hpp>
#include <weir/billing/money.hpp>
#include <weir/billing/unit_price.hpp>

namespace weir::billing {

struct discount {
  std::string coupon;                     // cpn_…
  std::variant<unit_price, money> value;  // a rate (0.2 is 20 %, at most 1), or an amount that is left of it
  std::vector<std::string> prices{};      // codes that it is for; empty: all lines

  bool operator==(const discount&) const = default;
};

struct discountable {
  std::string price;  // its code
  money amount;       // what is not above zero is not discounted

  bool operator==(const discountable&) const = default;
};

struct line_discount {
  std::size_t line;      // in the list given
  std::size_t discount;  // in the list given
  money amount;          // what the line costs less, above zero

  bool operator==(const line_discount&) const = default;
};

// In the order given, each on what those before it left. Rates are rounded by line, halves away from zero. An amount
// goes to the lines in proportion to what they cost, and never beyond their sum. Error: amount_overflow.
result<std::vector<line_discount>> apply_discounts(const std::vector<discountable>& lines,
                                                   const std::vector<discount>& discounts, currency c);

}  // namespace weir::billing
