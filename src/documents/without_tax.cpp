#include <weir/documents/without_tax.hpp>

namespace weir::documents {
namespace {

int128 divide_half_away(int128 n, int128 by) {
  return n < 0 ? -((-n + by / 2) / by) : (n + by / 2) / by;
}

}  // namespace

std::vector<billing::money> without_tax(std::span<const billing::money> lines, billing::unit_price rate,
                                        billing::money net) {
  const auto one = billing::unit_price::one().units();
  std::vector<billing::money> out;
  int128 with = 0;
  std::int64_t before = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    with += lines[i].minor;
    const bool is_last = i + 1 == lines.size();
    const auto so_far =
        is_last ? net.minor : static_cast<std::int64_t>(divide_half_away(with * one, one + rate.units()));
    out.push_back({so_far - before});
    before = so_far;
  }
  return out;
}

}  // namespace weir::documents
