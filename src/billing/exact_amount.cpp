#include <limits>

#include <weir/base/assert.hpp>
#include <weir/billing/exact_amount.hpp>

namespace weir::billing {

exact_amount::wide exact_amount::widened(int128 n) {
  wide out = static_cast<std::int64_t>(n >> 64);
  out *= wide{1} << 64;
  return out + static_cast<std::uint64_t>(n);
}

exact_amount::wide exact_amount::divided(const wide& n, const wide& by, rounding mode) {
  wide quotient;
  wide rest;
  boost::multiprecision::divide_qr(n, by, quotient, rest);
  if (rest == 0) return quotient;
  const bool negative = n < 0;
  const auto half = wide(abs(rest) * 2).compare(by);
  const bool away = mode == rounding::up || (mode != rounding::down && half > 0) ||
                    (half == 0 && (mode == rounding::half_up || (mode == rounding::half_even && quotient % 2 != 0)));
  if (away) quotient += negative ? -1 : 1;
  return quotient;
}

exact_amount exact_amount::of(unit_price flat) {
  return of(decimal::from_integer(1), flat);
}

exact_amount exact_amount::of(decimal quantity, unit_price each) {
  exact_amount out;
  out.units_ = widened(quantity.units()) * widened(each.units());
  return out;
}

exact_amount exact_amount::of(money m, currency c) {
  exact_amount out;
  out.units_ = m.minor;
  for (int i = c.digits(); i < scale; ++i)
    out.units_ *= 10;
  return out;
}

exact_amount exact_amount::product(money m, currency c, unit_price rate) {
  exact_amount out;
  out.units_ = widened(m.minor) * widened(rate.units());
  for (int i = c.digits() + unit_price::scale; i < scale; ++i)
    out.units_ *= 10;
  return out;
}

money exact_amount::proportion(money m, unit_price part, unit_price whole) {
  WEIR_ASSERT(whole > unit_price{} && part <= whole, "a part of an amount is no more than the amount");
  const wide n = widened(m.minor) * widened(part.units());
  return {static_cast<std::int64_t>(divided(n, widened(whole.units()), rounding::half_up))};
}

exact_amount& exact_amount::operator+=(const exact_amount& other) {
  units_ += other.units_;
  return *this;
}

exact_amount& exact_amount::operator-=(const exact_amount& other) {
  units_ -= other.units_;
  return *this;
}

exact_amount exact_amount::cut(const share& s) const {
  if (s.is_whole()) return *this;
  const auto until = [&](std::int64_t at) { return divided(units_ * at, s.whole(), rounding::half_even); };
  exact_amount out;
  out.units_ = until(s.to()) - until(s.from());
  return out;
}

result<money> exact_amount::round(currency c, int digits, rounding mode) const {
  WEIR_ASSERT(digits >= 0 && digits <= c.digits(), "no currency has finer coins than its own");
  wide step = 1;
  for (int i = digits; i < scale; ++i)
    step *= 10;
  wide minor = divided(units_, step, mode);
  for (int i = digits; i < c.digits(); ++i)
    minor *= 10;
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  if (abs(minor) > most) return fail(error_code::amount_overflow);
  return money{static_cast<std::int64_t>(minor)};
}

std::string exact_amount::text() const {
  std::string digits = wide(abs(units_)).str();
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  digits.insert(digits.size() - scale, 1, '.');
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return units_ < 0 ? "-" + digits : digits;
}

}  // namespace weir::billing
