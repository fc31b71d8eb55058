// A part [from, to) of a billing period that is `whole` long, in one unit for all three (seconds or days). Amounts are
// cut at positions and not multiplied by lengths, so the parts of a period always sum to what the period costs.
#pragma once

#include <cstdint>

#include <weir/base/assert.hpp>
#include <weir/base/fixed_point.hpp>

namespace weir::billing {

class share {
 public:
  constexpr share() = default;  // all of it
  constexpr share(std::int64_t from, std::int64_t to, std::int64_t whole) : from_(from), to_(to), whole_(whole) {
    WEIR_ASSERT(0 <= from && from <= to && to <= whole && whole > 0, "a part lies in its period");
  }

  constexpr std::int64_t from() const { return from_; }
  constexpr std::int64_t to() const { return to_; }
  constexpr std::int64_t whole() const { return whole_; }
  constexpr bool is_whole() const { return from_ == 0 && to_ == whole_; }
  constexpr bool is_empty() const { return from_ == to_; }

  constexpr bool operator==(const share&) const = default;

 private:
  std::int64_t from_ = 0;
  std::int64_t to_ = 1;
  std::int64_t whole_ = 1;
};

// The part of `units` that belongs to `s`: round(units × to ÷ whole) − round(units × from ÷ whole), halves to even.
int128 cut_units(int128 units, const share& s);

}  // namespace weir::billing
