// Which usage goes to which price. Prices of one plan and currency that measure the same meter are rivals: a cell
// belongs to the first of them that it fits.
#pragma once

#include <string_view>
#include <vector>

#include <weir/billing/plan.hpp>
#include <weir/postgres/usage_totals.hpp>

namespace weir::billing {

struct metered_classes {
  std::vector<const price*> prices;                          // in the plan's order, and in the plan
  std::vector<postgres::usage_totals::usage_class> classes;  // place by place

  std::size_t place_of(std::string_view price) const;  // of the price with this code, which is one of them
};

metered_classes classes_of(const plan& p, currency c, std::string_view meter);

}  // namespace weir::billing
