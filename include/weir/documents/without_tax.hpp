// What lines with prices that have tax in them come to without it.
#pragma once

#include <span>
#include <vector>

#include <weir/billing/money.hpp>
#include <weir/billing/unit_price.hpp>

namespace weir::documents {

// Of each line, so that they sum to `net`: the sum up to the end of a line, less what the lines before it came to.
// `rate`: of all taxes together. Halves away from zero; the last line takes what is left.
std::vector<billing::money> without_tax(std::span<const billing::money> lines, billing::unit_price rate,
                                        billing::money net);

}  // namespace weir::documents
