// What a history decides by.
#pragma once

#include <cstdint>
#include <random>

namespace weir::sim {

using rng = std::mt19937_64;

inline std::uint64_t below(rng& random, std::uint64_t n) {
  return random() % n;
}
inline bool chance(rng& random, unsigned percent) {
  return random() % 100 < percent;
}

}  // namespace weir::sim
