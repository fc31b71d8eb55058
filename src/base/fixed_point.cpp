#include <algorithm>
#include <array>
#include <cstdint>

#include <weir/base/assert.hpp>
#include <weir/base/fixed_point.hpp>

namespace weir {
namespace {

__extension__ typedef unsigned __int128 uint128;

constexpr int most_digits = 39;  // of 128 bits
constexpr int most_scale = 18;

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

result<int128> parse_fixed(std::string_view text, int integer_digits, int scale) {
  WEIR_ASSERT(integer_digits > 0 && scale >= 0 && integer_digits + scale < most_digits, "must fit 127 bits");
  parsed_number number;
  if (!parse_json_number(text, number)) return fail(error_code::decimal_malformed);
  if (number.digit_count == 0) return 0;
  if (number.point > integer_digits) return fail(error_code::decimal_too_large);
  if (number.digit_count - number.point > scale) return fail(error_code::decimal_too_precise);
  int128 units = 0;
  for (int i = 0; i < number.digit_count; ++i)
    units = units * 10 + (number.digits[static_cast<std::size_t>(i)] - '0');
  for (auto i = number.digit_count - number.point; i < scale; ++i)
    units *= 10;
  return number.negative ? -units : units;
}

void append_fixed(int128 units, int scale, std::string& out) {
  WEIR_ASSERT(scale >= 0 && scale <= most_scale, "the fraction must fit 64 bits");
  char buffer[most_digits + 4];
  char* end = buffer + sizeof buffer;
  char* at = end;
  const bool negative = units < 0;
  const uint128 rest = negative ? uint128{0} - static_cast<uint128>(units) : static_cast<uint128>(units);
  std::uint64_t one = 1;
  for (int i = 0; i < scale; ++i)
    one *= 10;
  auto fraction = static_cast<std::uint64_t>(rest % one);
  auto integer = rest / one;
  if (fraction != 0) {
    int digits = scale;
    for (; fraction % 10 == 0; --digits)
      fraction /= 10;
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

}  // namespace weir
