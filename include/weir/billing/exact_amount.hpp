// An amount before it is rounded: major units in whole 10^-21 (a quantity of 10^-9 times a price of 10^-12), 512 bits.
// What billing builds stays far within them: quantities < 10^29, prices < 10^12, at most 10^6 summands.
#pragma once

#include <compare>
#include <string>

#include <boost/multiprecision/cpp_int.hpp>

#include <weir/base/decimal.hpp>
#include <weir/billing/currency.hpp>
#include <weir/billing/money.hpp>
#include <weir/billing/rounding.hpp>
#include <weir/billing/share.hpp>
#include <weir/billing/unit_price.hpp>

namespace weir::billing {

class exact_amount {
 public:
  static constexpr int scale = decimal::scale + unit_price::scale;

  exact_amount() = default;
  static exact_amount of(unit_price flat);
  static exact_amount of(decimal quantity, unit_price each);
  static exact_amount of(money m, currency c);

  // A rate of an amount, exactly.
  static exact_amount product(money m, currency c, unit_price rate);
  // m × part ÷ whole, in minor units, halves away from zero. part ≤ whole, so it always fits; whole > 0.
  static money proportion(money m, unit_price part, unit_price whole);

  exact_amount& operator+=(const exact_amount& other);
  exact_amount& operator-=(const exact_amount& other);
  friend exact_amount operator+(exact_amount a, const exact_amount& b) { return a += b; }
  friend exact_amount operator-(exact_amount a, const exact_amount& b) { return a -= b; }
  friend bool operator==(const exact_amount& a, const exact_amount& b) { return a.units_ == b.units_; }
  friend std::strong_ordering operator<=>(const exact_amount& a, const exact_amount& b) {
    return a.units_.compare(b.units_) <=> 0;
  }

  // The part of this amount that belongs to `s`, cut at 10^-21 by rounding half to even.
  exact_amount cut(const share& s) const;

  // In minor units of `c`, or coarser: rounded to `digits` ≤ c.digits() after the point. Error: amount_overflow.
  result<money> round(currency c, int digits, rounding mode) const;

  std::string text() const;  // exactly, without trailing zeros: "0.000000000000000000001"

 private:
  using wide = boost::multiprecision::number<boost::multiprecision::cpp_int_backend<
      512, 512, boost::multiprecision::signed_magnitude, boost::multiprecision::unchecked, void>>;

  static wide widened(int128 n);
  static wide divided(const wide& n, const wide& by, rounding mode);

  wide units_{};
};

}  // namespace weir::billing
