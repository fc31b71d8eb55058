#include <algorithm>

#include <workers/billing/metered_classes.hpp>

#include <weir/base/assert.hpp>

namespace weir::billing {

std::size_t metered_classes::place_of(std::string_view price) const {
  const auto place = std::ranges::find(prices, price, &billing::price::code);
  WEIR_ASSERT(place != prices.end(), "a charge of usage names a price of its plan");
  return static_cast<std::size_t>(place - prices.begin());
}

metered_classes classes_of(const plan& p, currency c, std::string_view meter) {
  metered_classes out;
  for (const auto& price : p.prices) {
    if (price.currency != c || !price.metered || price.metered->meter != meter) continue;
    out.prices.push_back(&price);
    auto& fits = out.classes.emplace_back();
    for (const auto& f : price.metered->filters)
      fits.push_back({f.dimension, f.values});
  }
  return out;
}

}  // namespace weir::billing
