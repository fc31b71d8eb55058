// Exact decimal quantities: a 128-bit integer of 10⁻⁹ units. No binary floating point anywhere near them.
//
// One event carries at most 18 digits before and 9 after the point; sums are PostgreSQL's numeric(38,9), up to
// ±(10²⁹ − 10⁻⁹). What does not fit is an error, never a wrap, never rounded in silence.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/base/fixed_point.hpp>

namespace weir {

class decimal {
 public:
  static constexpr int scale = 9;
  static constexpr std::int64_t one = 1'000'000'000;

  constexpr decimal() = default;
  static constexpr decimal from_units(int128 units) { return decimal(units); }
  static constexpr decimal from_integer(std::int64_t n) { return decimal(static_cast<int128>(n) * one); }

  constexpr int128 units() const { return units_; }
  constexpr auto operator<=>(const decimal&) const = default;

  // The sum, or nothing when it leaves numeric(38,9).
  static std::optional<decimal> add(decimal a, decimal b);
  static std::optional<decimal> subtract(decimal a, decimal b);

  // Decimal text of a JSON number or of a string: sign, digits, fraction, exponent. At most 18 and 9 digits once
  // written out; zeros beyond them do not count. Errors, all permanent: decimal_malformed, decimal_too_large,
  // decimal_too_precise.
  static result<decimal> parse_event_value(std::string_view text);

  // numeric(38,9) as PostgreSQL prints it, and nothing else. Error: decimal_malformed, decimal_too_large.
  static result<decimal> parse_sum(std::string_view text);

  // No exponent, no trailing zeros, no "-0": "12.5", "-0.000000001", "0".
  std::string text() const;

  // Appends text() without allocating more than `out` needs.
  void append_to(std::string& out) const;

 private:
  explicit constexpr decimal(int128 units) : units_(units) {}
  int128 units_ = 0;
};

// a ÷ count, scale 9, half to even. count > 0.
decimal divide_half_even(decimal a, std::int64_t count);

}  // namespace weir
