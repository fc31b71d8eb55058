// The plans of a simulated year: every model of price, every proration, every way of late usage, usage thresholds.
#pragma once

#include <string>
#include <vector>

#include <tests/sim/random.hpp>
#include <tests/sim/year/naive_reckoning.hpp>

namespace weir::sim {

// Amounts are the seed's.
catalogue make_price_list(rng& random);

// Plans that measure one meter: a subscription goes from one to another of them.
inline const std::vector<std::vector<plan_version>> plan_families = {
    {{"team", 1}, {"team", 2}, {"grow", 1}},
    {{"bulk", 1}, {"boxed", 1}},
    {{"share", 1}},
    {{"lossy", 1}},
};
inline constexpr std::size_t lossy_family = 3;  // late usage is dropped

}  // namespace weir::sim
