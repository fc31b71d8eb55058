#include <algorithm>
#include <array>

#include <weir/base/assert.hpp>
#include <weir/base/decimal.hpp>

namespace weir {
namespace {

__extension__ typedef unsigned __int128 uint128;

constexpr int128 power_of_ten(int exponent) {
  int128 out = 1;
  for (int i = 0; i < exponent; ++i)
    out *= 10;
  return out;
}

constexpr int128 sum_limit = power_of_ten(38);        // numeric(38,9): fewer than 39 digits of units
constexpr int128 event_limit = power_of_ten(18 + 9);  // 18 digits before the point

bool in_range(int128 units) {
  return units > -sum_limit && units < sum_limit;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

struct parsed_number {
  bool negative = false;
  std::array<char, 40> digits{};  // significant digits without leading zeros
  int digit_count = 0;            // may exceed the array: then the number is too large or too precise anyway
  std::int64_t point = 0;         // value = 0.d₁d₂… × 10^point
};

// The grammar of a JSON number (RFC 8259 §6). Trailing zeros are dropped; zero has no digits.
bool parse_json_number(std::string_view text, parsed_number& out) {
  std::size_t at = 0;
  if (at < text.size() && text[at] == '-') {
    out.negative = true;
    ++at;
  }
  const auto integer_begin = at;
  while (at < text.size() && is_digit(text[at]))
    ++at;
  const auto integer = text.substr(integer_begin, at - integer_begin);
  if (integer.empty() || (integer.size() > 1 && integer[0] == '0')) return false;
  std::string_view fraction;
  if (at < text.size() && text[at] == '.') {
    const auto begin = ++at;
    while (at < text.size() && is_digit(text[at]))
      ++at;
    fraction = text.substr(begin, at - begin);
    if (fraction.empty()) return false;
  }
  std::int64_t exponent = 0;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    bool negative = false;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) negative = text[at++] == '-';
    const auto begin = at;
    for (; at < text.size() && is_digit(text[at]); ++at) {
      exponent = std::min<std::int64_t>(exponent * 10 + (text[at] - '0'), 1'000'000'000);
    }
    if (at == begin) return false;
    if (negative) exponent = -exponent;
  }
  if (at != text.size()) return false;

  std::int64_t leading = 0;
  int count = 0;
  int last_nonzero = 0;
  auto take = [&](char c) {
    if (count == 0 && c == '0') {
      ++leading;
      return;
    }
    if (count < static_cast<int>(out.digits.size())) out.digits[static_cast<std::size_t>(count)] = c;
    ++count;
    if (c != '0') last_nonzero = count;
  };
  for (char c : integer)
    take(c);
  for (char c : fraction)
    take(c);
  out.digit_count = last_nonzero;
  out.point = static_cast<std::int64_t>(integer.size()) - leading + exponent;
  return true;
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

  parsed_number number;
  if (!parse_json_number(text, number)) return fail(error_code::decimal_malformed);
  if (number.digit_count == 0) return decimal();
  if (number.point > 18) return fail(error_code::decimal_too_large);
  if (number.digit_count - number.point > scale) return fail(error_code::decimal_too_precise);
  int128 units = 0;
  for (int i = 0; i < number.digit_count; ++i)
    units = units * 10 + (number.digits[static_cast<std::size_t>(i)] - '0');
  units *= power_of_ten(static_cast<int>(scale - (number.digit_count - number.point)));
  WEIR_ASSERT(units < event_limit, "18 digits before the point were checked above");
  return decimal(number.negative ? -units : units);
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
  char buffer[48];
  char* end = buffer + sizeof buffer;
  char* at = end;
  const bool negative = units_ < 0;
  uint128 rest = negative ? uint128{0} - static_cast<uint128>(units_) : static_cast<uint128>(units_);
  auto fraction = static_cast<std::uint64_t>(rest % one);
  auto integer = rest / one;
  if (fraction != 0) {
    int digits = scale;
    while (fraction % 10 == 0) {
      fraction /= 10;
      --digits;
    }
    for (; digits > 0; --digits, fraction /= 10)
      *--at = static_cast<char>('0' + fraction % 10);
    *--at = '.';
  }
  do {
    *--at = static_cast<char>('0' + static_cast<int>(integer % 10));
    integer /= 10;
  } while (integer != 0);
  if (negative) *--at = '-';
  out.append(at, static_cast<std::size_t>(end - at));
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
