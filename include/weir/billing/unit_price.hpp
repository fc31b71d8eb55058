// Prices and rates of a catalogue: exact decimals in major units of their currency (or, of a percentage, fractions:
// 0.029 is 2.9 %), 0 to 12 digits before and 12 after the point, never negative.
#pragma once

#include <compare>
#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/base/fixed_point.hpp>

namespace weir::billing {

class unit_price {
 public:
  static constexpr int scale = 12;
  static constexpr int integer_digits = 12;

  constexpr unit_price() = default;

  // A JSON number or its text. Errors: decimal_malformed, decimal_too_large, decimal_too_precise, price_negative.
  static result<unit_price> parse(std::string_view text);

  static constexpr unit_price one() { return unit_price(1'000'000'000'000); }
  // Of a few of them: sums of 10^12 and more are no prices, but still fit.
  friend constexpr unit_price operator+(unit_price a, unit_price b) { return unit_price(a.units_ + b.units_); }

  constexpr int128 units() const { return units_; }  // of 10^-12
  std::string text() const;                          // "0.0005"

  constexpr auto operator<=>(const unit_price&) const = default;

 private:
  explicit constexpr unit_price(int128 units) : units_(units) {}
  int128 units_ = 0;
};

}  // namespace weir::billing
