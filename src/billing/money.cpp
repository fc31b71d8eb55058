#include <cstdlib>
#include <limits>

#include <weir/base/fixed_point.hpp>
#include <weir/billing/money.hpp>

namespace weir::billing {
namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

}  // namespace

result<money> add(money a, money b) {
  money out;
  if (__builtin_add_overflow(a.minor, b.minor, &out.minor) || out.minor < -most)
    return fail(error_code::amount_overflow);
  return out;
}

result<money> subtract(money a, money b) {
  return add(a, negated(b));
}

std::string text(money m, currency c) {
  std::string digits = std::to_string(std::llabs(m.minor));
  const auto after = static_cast<std::size_t>(c.digits());
  if (digits.size() <= after) digits.insert(0, after + 1 - digits.size(), '0');
  if (after > 0) digits.insert(digits.size() - after, 1, '.');
  return m.minor < 0 ? "-" + digits : digits;
}

result<money> parse_money(std::string_view text, currency c) {
  auto units = parse_fixed(text, 19, c.digits());
  if (!units) return std::unexpected(units.error());
  if (*units > most || *units < -most) return fail(error_code::decimal_too_large);
  return money{static_cast<std::int64_t>(*units)};
}

}  // namespace weir::billing
