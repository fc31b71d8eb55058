#include <algorithm>
#include <utility>

#include <workers/usage/stored_cell.hpp>

namespace weir::usage {

bool merge(stored_cell& into, const cell& from) {
  const auto sum = decimal::add(into.sum, from.sum);
  if (!sum) return false;
  const bool first = into.events == 0;
  into.aggregation = from.aggregation;
  into.sum = *sum;
  into.least = first ? from.least : std::min(into.least, from.least);
  into.most = first ? from.most : std::max(into.most, from.most);
  if (first || std::pair(from.latest_ns, from.latest_hash) > std::pair(into.latest_ns, into.latest_hash)) {
    into.latest = from.latest;
    into.latest_ns = from.latest_ns;
    into.latest_hash = from.latest_hash;
  }
  into.first_offset = first ? from.first_offset : std::min(into.first_offset, from.first_offset);
  into.last_offset = std::max(into.last_offset, from.last_offset);
  into.id_sum = (into.id_sum + from.id_sum) & id_sum_mask;
  into.events += from.events;
  return true;
}

}  // namespace weir::usage
