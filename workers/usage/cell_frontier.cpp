#include <algorithm>
#include <limits>
#include <utility>

#include <workers/usage/cell_frontier.hpp>

namespace weir::usage {
namespace {

constexpr std::size_t first_slots = 1024;
constexpr std::int32_t before_every_hour = std::numeric_limits<std::int32_t>::min();

}  // namespace

std::size_t cell_frontier::series_hash::operator()(const series& s) const {
  auto mixed = static_cast<std::uint64_t>(static_cast<std::uint32_t>(s.tenant_number)) << 32 |
               static_cast<std::uint32_t>(s.meter_number);
  mixed = (mixed ^ static_cast<std::uint32_t>(s.generation) * 0x9e3779b97f4a7c15ULL) * 0xff51afd7ed558ccdULL;
  return mixed ^ (mixed >> 32);
}

void cell_frontier::enter(stream::partition_number partition, stream::epoch epoch) {
  auto& p = partitions_[partition];
  if (p.epoch == epoch) return;
  p = {};
  p.epoch = epoch;
}

bool cell_frontier::knows(stream::partition_number partition, const series& s) const {
  const auto it = partitions_.find(partition);
  return it != partitions_.end() && it->second.last_hours.contains(s);
}

void cell_frontier::learn(stream::partition_number partition, const series& s, std::optional<std::int32_t> last_hour) {
  partitions_[partition].last_hours[s] = last_hour.value_or(before_every_hour);
}

bool cell_frontier::take_new(stream::partition_number partition, const cell_key& key, std::uint64_t hash) {
  if (!trusted_) return false;
  auto& p = partitions_[partition];
  const auto known = p.last_hours.find(series_of(key));
  if (known == p.last_hours.end() || key.hour_minutes <= known->second) return false;
  if (p.used >= cells_most_) {
    forget_written(p);
    if (key.hour_minutes <= known->second) return false;
  }
  p.latest_written = std::max(p.latest_written, key.hour_minutes);
  return insert(p, hash);
}

// What was written stays "maybe there" by its hour.
void cell_frontier::forget_written(partition_state& p) {
  for (auto& [series, last_hour] : p.last_hours)
    last_hour = std::max(last_hour, p.latest_written);
  p.written = {};
  p.used = 0;
}

bool cell_frontier::insert(partition_state& p, std::uint64_t hash) {
  if (hash == 0) hash = 1;
  if (p.used * 10 >= p.written.size() * 7) {
    auto old = std::exchange(p.written, std::vector<std::uint64_t>(std::max(first_slots, p.written.size() * 2)));
    p.used = 0;
    for (auto known : old) {
      if (known != 0) insert(p, known);
    }
  }
  const auto mask = p.written.size() - 1;
  auto at = hash & mask;
  for (; p.written[at] != 0; at = (at + 1) & mask) {
    if (p.written[at] == hash) return false;
  }
  p.written[at] = hash;
  ++p.used;
  return true;
}

}  // namespace weir::usage
