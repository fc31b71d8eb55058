#include <algorithm>
#include <stdexcept>

#include <tests/sim/year/naive_price.hpp>

namespace weir::sim {
namespace {

// Amounts before rounding are in 10^-21: a quantity of 10^-9 times a price of 10^-12.
constexpr int quantity_digits = 9;
constexpr int price_digits = 12;
constexpr int amount_digits = quantity_digits + price_digits;

wide power_of_ten(int n) {
  wide out = 1;
  while (n-- > 0)
    out *= 10;
  return out;
}

wide price_units(const std::string& text) {
  return parse_units(text, price_digits);
}

wide amount_units(const std::string& text) {
  return parse_units(text, amount_digits);
}

// In minor units of the currency, however coarse the price's own digits are.
std::int64_t round_naively(wide amount, const billing::price_draft& p) {
  const auto digits = p.digits.value_or(digits_of(p.currency));
  const auto step = power_of_ten(amount_digits - digits);
  const auto down = amount / step;
  const auto rest = amount % step;
  bool up = false;
  if (p.rounding == "up") up = rest > 0;
  if (p.rounding == "half_up") up = rest * 2 >= step;
  if (p.rounding == "half_even") up = rest * 2 > step || (rest * 2 == step && down % 2 == 1);
  return static_cast<std::int64_t>((down + (up ? 1 : 0)) * power_of_ten(digits_of(p.currency) - digits));
}

wide in_tiers(const billing::price_draft& p, wide quantity) {
  wide total = 0;
  wide from = 0;
  for (const auto& tier : *p.tiers) {
    const auto end = tier.up_to ? parse_units(*tier.up_to, quantity_digits) : quantity;
    if (p.model == "volume") {
      if (tier.up_to && quantity > end) continue;
      return quantity * price_units(tier.unit_amount) + amount_units(tier.flat_amount);
    }
    if (from > 0 && quantity <= from) break;
    total += (std::min(end, quantity) - from) * price_units(tier.unit_amount) + amount_units(tier.flat_amount);
    from = end;
  }
  return total;
}

wide before_rounding(const billing::price_draft& p, wide quantity, std::int64_t events) {
  if (p.model == "per_unit") return quantity * price_units(*p.unit_amount);
  if (p.model == "graduated" || p.model == "volume") return in_tiers(p, quantity);
  if (p.model == "package") {
    const auto size = parse_units(*p.package_size, quantity_digits);
    return (quantity + size - 1) / size * amount_units(*p.package_amount);
  }
  if (p.model == "percentage")
    return quantity * price_units(*p.rate) + events * amount_units(p.event_amount.value_or("0"));
  throw std::runtime_error("a model without a naive price: " + p.model);
}

}  // namespace

wide parse_units(const std::string& text, int digits) {
  wide out = 0;
  bool after_point = false;
  for (const char c : text) {
    if (c == '.') {
      after_point = true;
      continue;
    }
    out = out * 10 + (c - '0');
    if (after_point) --digits;
  }
  return out * power_of_ten(digits);
}

wide cut_naively(wide amount, const naive_part& part) {
  const auto until = [&](std::int64_t at) {
    const auto product = amount * at;
    const auto down = product / part.whole;
    const auto twice = product % part.whole * 2;
    return down + (twice > part.whole || (twice == part.whole && down % 2 == 1) ? 1 : 0);
  };
  return until(part.to) - until(part.from);
}

int digits_of(const std::string& currency) {
  return currency == "JPY" ? 0 : 2;
}

std::int64_t price_fee(const billing::price_draft& p) {
  return round_naively(amount_units(*p.amount), p);
}

std::int64_t price_usage(const billing::price_draft& p, wide nanounits, std::int64_t events, const naive_part& part) {
  const auto included = cut_naively(parse_units(p.included.value_or("0"), quantity_digits), part);
  const auto quantity = std::max<wide>(nanounits, 0);
  auto total = before_rounding(p, quantity - std::min(quantity, included), events);
  if (p.minimum_amount) total = std::max(total, cut_naively(amount_units(*p.minimum_amount), part));
  if (p.maximum_amount) total = std::min(total, cut_naively(amount_units(*p.maximum_amount), part));
  return round_naively(total, p);
}

}  // namespace weir::sim
