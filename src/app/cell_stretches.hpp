// Whose cells a meter's hours have, once imports of past usage have taken the place of what was counted.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <workers/usage/counted_cells.hpp>

namespace weir::app {

struct placed_import {
  std::int32_t number = 0;
  std::int32_t tenant_number = 0;
  std::int32_t meter_number = 0;
  timestamp from, to;
};

struct cell_stretch {
  usage::counted_cells::series of;
  timestamp from, to;

  bool operator==(const cell_stretch&) const = default;
};

// By time, one beside the other. Of `imports`, in the order in which they took their place, those of another tenant or
// meter do not matter.
std::vector<cell_stretch> list_stretches(const usage::counted_cells::series& live, timestamp from, timestamp to,
                                         std::span<const placed_import> imports);

}  // namespace weir::app
