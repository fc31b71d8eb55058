// An hourly cell in memory, as a row of usage_cells with its rows of usage_unique_values, and how batches add up in it.
#pragma once

#include <cstdint>
#include <set>

#include <workers/usage/cell_table.hpp>

#include <weir/base/decimal.hpp>
#include <weir/base/hash.hpp>

namespace weir::usage {

struct stored_cell {
  domain::aggregation aggregation{};
  std::int64_t events = 0;
  stream::offset first_offset = 0;
  stream::offset last_offset = 0;
  std::uint64_t id_sum = 0;
  decimal sum, least, most, latest;
  std::int64_t latest_ns = 0;
  std::int64_t latest_hash = 0;
  std::set<hash128> unique_values;

  bool operator==(const stored_cell&) const = default;
};

// Adds what a batch counted; unique values are the caller's. False when the sum leaves numeric(38,9): `into` is then as
// before.
[[nodiscard]] bool merge(stored_cell& into, const cell& from);

}  // namespace weir::usage
