#include <algorithm>

#include <weir/base/assert.hpp>
#include <weir/stream/memory_log.hpp>

namespace weir::stream {

offset memory_log::append(partition_number partition, stored_record record) {
  auto& p = partitions_.at(static_cast<std::size_t>(partition));
  p.records.push_back(std::move(record));
  return p.start + static_cast<offset>(p.records.size()) - 1;
}

const stored_record* memory_log::find(partition_number partition, offset at) const {
  const auto& p = partitions_.at(static_cast<std::size_t>(partition));
  const auto index = at - p.start;
  if (index < 0 || index >= static_cast<offset>(p.records.size())) return nullptr;
  return &p.records[static_cast<std::size_t>(index)];
}

log_bounds memory_log::bounds(partition_number partition) const {
  const auto& p = partitions_.at(static_cast<std::size_t>(partition));
  return {p.start, p.start + static_cast<offset>(p.records.size())};
}

void memory_log::delete_before(partition_number partition, offset start) {
  auto& p = partitions_.at(static_cast<std::size_t>(partition));
  WEIR_ASSERT(start >= p.start && start <= bounds(partition).high_watermark, "retention ends within the log");
  p.records.erase(p.records.begin(), p.records.begin() + (start - p.start));
  p.start = start;
}

void memory_log::truncate(partition_number partition, offset high) {
  auto& p = partitions_.at(static_cast<std::size_t>(partition));
  WEIR_ASSERT(high >= p.start && high <= bounds(partition).high_watermark, "a tail is cut within the log");
  p.records.resize(static_cast<std::size_t>(high - p.start));
}

void memory_log::recreate(partition_number partition) {
  partitions_.at(static_cast<std::size_t>(partition)) = {};
}

memory_log_reader::memory_log_reader(const memory_log& log, const clock_source& clock, fault before)
    : log_(log), clock_(clock), before_(std::move(before)) {}

result<void> memory_log_reader::assign(partition_number partition, offset next) {
  if (before_) {
    if (auto bad = before_("assign")) return std::unexpected(*bad);
  }
  spoil();
  assigned_.insert_or_assign(partition, next);
  return {};
}

void memory_log_reader::unassign(partition_number partition) {
  spoil();
  assigned_.erase(partition);
}

void memory_log_reader::spoil() {
  for (auto& copy : copies_) {
    std::ranges::fill(copy.key, '~');
    std::ranges::fill(copy.value, '~');
    for (auto& h : copy.headers)
      std::ranges::fill(h.value, '~');
  }
}

result<std::span<const record>> memory_log_reader::poll(std::size_t most, std::chrono::milliseconds) {
  failed_.reset();
  records_.clear();
  copies_.clear();
  headers_.clear();
  if (before_) {
    if (auto bad = before_("poll")) return std::unexpected(*bad);
  }
  // Views into copies_ must not move: reserve before the first view is taken.
  copies_.reserve(most);
  headers_.reserve(most);
  for (partition_number i = 0; i < log_.partition_count() && records_.size() < most; ++i) {
    const auto partition = (turn_ + i) % log_.partition_count();
    auto it = assigned_.find(partition);
    if (it == assigned_.end()) continue;
    const auto bounds = log_.bounds(partition);
    if (it->second < bounds.start || it->second > bounds.high_watermark) {
      if (!records_.empty()) continue;  // tell next time, so that what was read is not lost
      failed_ = partition;
      return fail(it->second < bounds.start ? error_code::log_retention_passed : error_code::log_truncated);
    }
    while (records_.size() < most) {
      const auto* stored = log_.find(partition, it->second);
      if (!stored) break;
      copies_.push_back(*stored);
      records_.push_back(view(partition, it->second, copies_.back()));
      ++it->second;
    }
  }
  ++turn_;
  return std::span<const record>(records_);
}

result<log_bounds> memory_log_reader::bounds(partition_number partition) {
  if (before_) {
    if (auto bad = before_("bounds")) return std::unexpected(*bad);
  }
  return log_.bounds(partition);
}

std::optional<log_reader::watermark> memory_log_reader::latest_watermark(partition_number partition) const {
  return watermark{log_.bounds(partition).high_watermark, clock_.monotonic_ms()};
}

result<std::optional<fingerprint>> memory_log_reader::fingerprint_at(partition_number partition, offset at) {
  if (before_) {
    if (auto bad = before_("fingerprint_at")) return std::unexpected(*bad);
  }
  const auto* stored = log_.find(partition, at);
  if (!stored) return std::optional<fingerprint>{};
  return std::optional(fingerprint_of(view(partition, at, *stored)));
}

record memory_log_reader::view(partition_number partition, offset at, const stored_record& stored) {
  auto& headers = headers_.emplace_back();
  for (const auto& h : stored.headers)
    headers.push_back({h.name, h.value});
  return {partition, at, stored.appended_ms, stored.key, stored.value, headers};
}

}  // namespace weir::stream
