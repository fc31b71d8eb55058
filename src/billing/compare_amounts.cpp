#include <algorithm>

#include <weir/billing/compare_amounts.hpp>

namespace weir::billing {

result<void> add_amounts(std::vector<compared_amount>& to, currency c, money current, money supposed) {
  auto place = std::ranges::lower_bound(to, c.code(), {}, [](const compared_amount& a) { return a.currency.code(); });
  if (place == to.end() || place->currency != c) place = to.insert(place, {c});
  const auto now = add(place->current, current);
  if (!now) return std::unexpected(now.error());
  const auto then = add(place->supposed, supposed);
  if (!then) return std::unexpected(then.error());
  const auto difference = subtract(*then, *now);
  if (!difference) return std::unexpected(difference.error());
  *place = {c, *now, *then, *difference};
  return {};
}

}  // namespace weir::billing
