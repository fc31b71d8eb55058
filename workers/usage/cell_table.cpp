#include <algorithm>
#include <bit>
#include <cstring>

#include <workers/usage/cell_table.hpp>

namespace weir::usage {
namespace {

constexpr std::size_t first_slots = 256;
constexpr std::size_t block_bytes = 64 * 1024;

// Most of a look-up's wrong turns are seen by the hash's upper half, without the cell.
std::uint64_t slot_of(std::uint64_t hash, std::uint32_t index) {
  return (hash >> 32 << 32) | (index + 1);
}

bool same(const cell_key& a, const cell_key& b) {
  return a.hour_minutes == b.hour_minutes && a.meter_number == b.meter_number && a.tenant_number == b.tenant_number &&
         a.generation == b.generation && a.subject == b.subject && a.dimensions == b.dimensions;
}

}  // namespace

cell_table::cell_table() : slots_(first_slots) {}

std::uint64_t cell_table::hash_of(const cell_key& key) {
  std::uint64_t numbers[2];
  std::memcpy(numbers, &key.tenant_number, 4);
  std::memcpy(reinterpret_cast<char*>(numbers) + 4, &key.meter_number, 4);
  std::memcpy(reinterpret_cast<char*>(numbers) + 8, &key.generation, 4);
  std::memcpy(reinterpret_cast<char*>(numbers) + 12, &key.hour_minutes, 4);
  // Multiply and fold the parts; the table compares whole keys, so the mix only has to spread them.
  auto mixed = (numbers[0] ^ 0x9e3779b97f4a7c15ULL) * 0xff51afd7ed558ccdULL;
  mixed = (mixed ^ (mixed >> 32) ^ numbers[1]) * 0xc4ceb9fe1a85ec53ULL;
  mixed ^= hash64(key.subject) + (mixed >> 29);
  if (key.dimensions.size() > 2) mixed = (mixed ^ hash64(key.dimensions)) * 0x9fb21c651e98df25ULL;
  return mixed ^ (mixed >> 32);
}

std::uint32_t cell_table::find_or_make(const cell_key& key, std::uint64_t hash, domain::aggregation aggregation) {
  if ((cells_.size() + 1) * 10 > slots_.size() * 7) grow();
  const auto mask = slots_.size() - 1;
  auto at = hash & mask;
  for (; slots_[at] != 0; at = (at + 1) & mask) {
    if (slots_[at] >> 32 != hash >> 32) continue;
    const auto index = static_cast<std::uint32_t>(slots_[at]) - 1;
    if (same(cells_[index].key, key)) return index;
  }
  if (cells_.empty()) {
    cells_.reserve(last_count_);
    hashes_.reserve(last_count_);
  }
  auto& made = cells_.emplace_back();
  made.key = key;
  made.key.subject = keep(key.subject);
  made.key.dimensions = keep(key.dimensions);
  made.aggregation = aggregation;
  hashes_.push_back(hash);
  const auto index = static_cast<std::uint32_t>(cells_.size() - 1);
  slots_[at] = slot_of(hash, index);
  return index;
}

// Probably the cell with this hash: good enough for a hint.
const cell* cell_table::find(std::uint64_t hash) const {
  const auto mask = slots_.size() - 1;
  for (auto at = hash & mask; slots_[at] != 0; at = (at + 1) & mask) {
    if (slots_[at] >> 32 == hash >> 32) return &cells_[static_cast<std::uint32_t>(slots_[at]) - 1];
  }
  return nullptr;
}

void cell_table::prefetch_cell(std::uint64_t hash) const {
  const auto* found = find(hash);
  if (!found) return;
  __builtin_prefetch(&found->key);
  __builtin_prefetch(&found->events);
  __builtin_prefetch(&found->sum);
}

void cell_table::prefetch_texts(std::uint64_t hash) const {
  if (const auto* found = find(hash)) __builtin_prefetch(found->key.subject.data());
}

bool cell_table::add(std::uint32_t index, const contribution& c) {
  auto& cell = cells_[index];
  using domain::aggregation;
  switch (cell.aggregation) {
    case aggregation::sum:
    case aggregation::avg: {
      const auto sum = decimal::add(cell.sum, c.value);
      if (!sum) return false;
      cell.sum = *sum;
      break;
    }
    case aggregation::min:
      cell.least = cell.events == 0 ? c.value : std::min(cell.least, c.value);
      break;
    case aggregation::max:
      cell.most = cell.events == 0 ? c.value : std::max(cell.most, c.value);
      break;
    case aggregation::latest: {
      const auto hash = static_cast<std::int64_t>(c.identity_bits & id_sum_mask);
      if (cell.events == 0 || std::pair(c.time_ns, hash) > std::pair(cell.latest_ns, cell.latest_hash)) {
        cell.latest = c.value;
        cell.latest_ns = c.time_ns;
        cell.latest_hash = hash;
      }
      break;
    }
    case aggregation::count:
    case aggregation::unique_count:
      break;
  }
  if (cell.events == 0) cell.first_offset = c.offset;
  cell.last_offset = c.offset;
  cell.id_sum = (cell.id_sum + (c.identity_bits & id_sum_mask)) & id_sum_mask;
  ++cell.events;
  return true;
}

cell_table::contents cell_table::take() {
  last_count_ = cells_.size();
  contents out{std::move(cells_), std::move(hashes_), std::move(memory_)};
  cells_.clear();
  memory_.clear();
  hashes_.clear();
  // A table that once held many cells keeps its slots: the next batch is likely of the same size.
  std::ranges::fill(slots_, std::uint64_t{0});
  next_ = nullptr;
  left_ = 0;
  return out;
}

std::string_view cell_table::keep(std::string_view text) {
  if (text.empty()) return {};
  if (text.size() > left_) {
    left_ = std::max(block_bytes, text.size());
    memory_.push_back(std::make_unique_for_overwrite<char[]>(left_));
    next_ = memory_.back().get();
  }
  std::memcpy(next_, text.data(), text.size());
  const std::string_view kept(next_, text.size());
  next_ += text.size();
  left_ -= text.size();
  return kept;
}

void cell_table::grow() {
  slots_.assign(slots_.size() * 2, 0);
  const auto mask = slots_.size() - 1;
  for (std::uint32_t index = 0; index < cells_.size(); ++index) {
    auto at = hashes_[index] & mask;
    while (slots_[at] != 0)
      at = (at + 1) & mask;
    slots_[at] = slot_of(hashes_[index], index);
  }
}

}  // namespace weir::usage
