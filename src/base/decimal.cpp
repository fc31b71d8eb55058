#include <weir/base/assert.hpp>
#include <weir/base/decimal.hpp>
#include <weir/base/fixed_point.hpp>

namespace weir {
namespace {

constexpr int128 power_of_ten(int exponent) {
  int128 out = 1;
  for (int i = 0; i < exponent; ++i)
    out *= 10;
  return out;
}

constexpr int128 sum_limit = power_of_ten(38);  // numeric(38,9): fewer than 39 digits of units

bool in_range(int128 units) {
  return units > -sum_limit && units < sum_limit;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::optional<decimal> decimal::add(decimal a, decimal b) {
  int128 units = 0;
  if (__builtin_add_overflow(a.units_, b.units_, &units) || !in_range(units)) return std::nullopt;
  return decimal(units);
}

std::optional<decimal> decimal::subtract(decimal a, decimal b) {
  int128 units = 0;
  if (__builtin_sub_overflow(a.units_, b.units_, &units) || !in_range(units)) return std::nullopt;
  return decimal(units);
}

result<decimal> decimal::parse_event_value(std::string_view text) {
  // The usual case, a short plain number, without the general machinery.
  if (!text.empty() && text.size() <= 18) {
    std::size_t at = text[0] == '-' ? 1 : 0;
    const auto begin = at;
    std::int64_t units = 0;
    while (at < text.size() && is_digit(text[at]))
      units = units * 10 + (text[at++] - '0');
    const auto integer_digits = at - begin;
    std::size_t fraction_digits = 0;
    if (at < text.size() && text[at] == '.') {
      ++at;
      while (at < text.size() && is_digit(text[at])) {
        units = units * 10 + (text[at++] - '0');
        ++fraction_digits;
      }
    }
    const bool plain = at == text.size() && integer_digits > 0 && (integer_digits == 1 || text[begin] != '0') &&
                       fraction_digits <= 9 && (fraction_digits > 0 || text.back() != '.');
    if (plain) {
      static constexpr std::int64_t factors[] = {1'000'000'000, 100'000'000, 10'000'000, 1'000'000, 100'000,
                                                 10'000,        1'000,       100,        10,        1};
      const int128 scaled = static_cast<int128>(units) * factors[fraction_digits];
      return decimal(begin == 1 ? -scaled : scaled);
    }
  }

  auto units = parse_fixed(text, 18, scale);
  if (!units) return std::unexpected(units.error());
  return decimal(*units);
}

result<decimal> decimal::parse_sum(std::string_view text) {
  bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const auto point = text.find('.');
  const auto integer = text.substr(0, point);
  const auto fraction = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
  if (integer.empty() || fraction.size() > scale) return fail(error_code::decimal_malformed);
  if (integer.size() > 29) return fail(error_code::decimal_too_large);
  int128 units = 0;
  for (std::size_t i = 0; i < integer.size() + scale; ++i) {
    char c = '0';
    if (i < integer.size()) {
      c = integer[i];
    } else if (i - integer.size() < fraction.size()) {
      c = fraction[i - integer.size()];
    }
    if (!is_digit(c)) return fail(error_code::decimal_malformed);
    units = units * 10 + (c - '0');
  }
  return decimal(negative ? -units : units);
}

std::string decimal::text() const {
  std::string out;
  append_to(out);
  return out;
}

void decimal::append_to(std::string& out) const {
  append_fixed(units_, scale, out);
}

decimal divide_half_even(decimal a, std::int64_t count) {
  WEIR_ASSERT(count > 0, "an average is over at least one event");
  const int128 divisor = count;
  int128 quotient = a.units() / divisor;
  const int128 remainder = a.units() % divisor;
  const int128 twice = (remainder < 0 ? -remainder : remainder) * 2;
  const bool away = twice > divisor || (twice == divisor && quotient % 2 != 0);
  if (away) quotient += a.units() < 0 ? -1 : 1;
  return decimal::from_units(quotient);
}

}  // namespace weir
