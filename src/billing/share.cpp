#include <weir/billing/share.hpp>

namespace weir::billing {
namespace {

// units × at ÷ whole without leaving 128 bits: at ≤ whole < 2^63.
int128 units_until(int128 units, std::int64_t at, std::int64_t whole) {
  const int128 turns = units / whole;
  const int128 product = units % whole * at;
  int128 quotient = product / whole;
  const int128 rest = product % whole;
  const int128 twice = (rest < 0 ? -rest : rest) * 2;
  const int128 down = turns * at + quotient;
  const bool away = twice > whole || (twice == whole && down % 2 != 0);
  return away ? down + (units < 0 ? -1 : 1) : down;
}

}  // namespace

int128 cut_units(int128 units, const share& s) {
  return units_until(units, s.to(), s.whole()) - units_until(units, s.from(), s.whole());
}

}  // namespace weir::billing
