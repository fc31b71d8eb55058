// /api/v1/price-simulations: what tenants would have been charged under another plan. A question, though it is asked by
// POST: nothing is kept.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> simulate_prices(const call& c);

}  // namespace weir::api
