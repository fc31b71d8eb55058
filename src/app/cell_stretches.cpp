#include <algorithm>

#include <src/app/cell_stretches.hpp>
#include <workers/usage/usage_store.hpp>

namespace weir::app {

std::vector<cell_stretch> list_stretches(const usage::counted_cells::series& live, timestamp from, timestamp to,
                                         std::span<const placed_import> imports) {
  std::vector<cell_stretch> out{{live, from, to}};
  for (const auto& i : imports) {
    if (i.tenant_number != live.tenant_number || i.meter_number != live.meter_number) continue;
    const auto begin = std::max(from, i.from), end = std::min(to, i.to);
    if (begin >= end) continue;
    std::vector<cell_stretch> left;
    for (const auto& s : out) {
      if (s.from < begin) left.push_back({s.of, s.from, std::min(s.to, begin)});
      if (s.to > end) left.push_back({s.of, std::max(s.from, end), s.to});
    }
    left.push_back({{i.tenant_number, i.meter_number, usage::history_generation(i.number)}, begin, end});
    out = std::move(left);
  }
  std::ranges::sort(out, {}, &cell_stretch::from);
  return out;
}

}  // namespace weir::app
