#include <algorithm>

#include <workers/usage/counted_cells.hpp>
#include <workers/usage/usage_store.hpp>

#include <weir/domain/hour.hpp>

namespace weir::usage {
namespace {

std::int32_t minutes_of(timestamp hour) {
  return static_cast<std::int32_t>(hour.ns / domain::ns_per_minute);
}

// What does not fit below the limit of different values leaves the cell before it is merged.
struct refusal {
  std::int64_t events = 0;
  std::uint64_t id_sum = 0;
};

}  // namespace

void counted_cells::want(const series& of, timestamp from, timestamp to) {
  const stretch more{minutes_of(from), minutes_of(to)};
  auto& hours = series_[of].hours;
  if (std::ranges::find(hours, more) == hours.end()) hours.push_back(more);
}

bool counted_cells::is_within(const std::vector<stretch>& hours, std::int32_t minutes) {
  return std::ranges::any_of(hours, [&](const stretch& s) { return s.first <= minutes && minutes < s.second; });
}

stored_cell* counted_cells::find_or_make(const cell_key& key) {
  const auto found = series_.find({key.tenant_number, key.meter_number, key.generation});
  if (found == series_.end() || !is_within(found->second.hours, key.hour_minutes)) return nullptr;
  auto& hour = found->second.cells[key.hour_minutes];
  const auto [it, made] = hour.try_emplace({std::string(key.subject), std::string(key.dimensions)});
  if (made) ++size_;
  return &it->second;
}

result<void> counted_cells::add(const partition_effects& effects) {
  const auto& cells = effects.cells.cells;
  std::vector<stored_cell*> kept(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i)
    kept[i] = find_or_make(cells[i].key);

  std::map<std::uint32_t, refusal> refused;
  for (const auto& value : effects.unique_values) {
    auto* into = kept[value.cell];
    if (into == nullptr) continue;
    if (std::ssize(into->unique_values) < unique_values_most) {
      into->unique_values.insert(value.value);
    } else if (!into->unique_values.contains(value.value)) {
      auto& less = refused[value.cell];
      less.events += value.events;
      less.id_sum = (less.id_sum + value.id_sum) & id_sum_mask;
    }
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (kept[i] == nullptr) continue;
    auto from = cells[i];
    if (const auto less = refused.find(static_cast<std::uint32_t>(i)); less != refused.end()) {
      from.events -= less->second.events;
      from.id_sum = (from.id_sum - less->second.id_sum) & id_sum_mask;
    }
    if (!merge(*kept[i], from)) return fail(error_code::cell_overflow);
  }
  return {};
}

void counted_cells::for_each(const series& of, timestamp from, timestamp to,
                             const std::function<void(const cell_view&)>& see) const {
  const auto found = series_.find(of);
  if (found == series_.end()) return;
  const auto& cells = found->second.cells;
  for (auto hour = cells.lower_bound(minutes_of(from)); hour != cells.end() && hour->first < minutes_of(to); ++hour) {
    for (const auto& [name, cell] : hour->second) {
      if (cell.events == 0) continue;  // all of it was refused
      see({{hour->first * domain::ns_per_minute}, name.subject, name.dimensions, cell});
    }
  }
}

}  // namespace weir::usage
