#include <fmt/format.h>
#include <workers/archive/archived_log.hpp>

#include <weir/base/time.hpp>

namespace weir::archive {

namespace {
constexpr std::size_t records_most = 2000;
constexpr std::int64_t log_patience_ms = 10'000;
}  // namespace

archived_log::~archived_log() {
  if (log_ != nullptr && log_end_) log_->unassign(partition_);
}

std::unexpected<error> archived_log::gap(stream::offset until) const {
  return fail(error_code::archive_gap, fmt::format("partition {} of {}: the records {} to {} are neither in the "
                                                   "archive nor in the log",
                                                   partition_, topic_, next_, until - 1));
}

result<std::span<const stream::record>> archived_log::next() {
  if (log_end_) return read_log();
  auto loaded = load_segment();
  if (!loaded) return std::unexpected(loaded.error());
  if (*loaded) {
    const std::span<const stream::record> all = segment_->records.all();
    const auto skipped = static_cast<std::size_t>(next_ - all.front().offset);
    next_ = all.back().offset + 1;
    return all.subspan(skipped);
  }
  segment_.reset();
  if (log_ == nullptr) return std::span<const stream::record>{};
  auto begun = begin_log();
  if (!begun) return std::unexpected(begun.error());
  return *begun ? read_log() : next();
}

// Whether the archive has a segment with the record that comes next.
result<bool> archived_log::load_segment() {
  if (!log_number_) {
    auto newest = index_.newest(topic_, partition_);
    if (!newest) return std::unexpected(newest.error());
    if (!*newest) return false;
    log_number_ = (*newest)->manifest.log_number;
  }
  auto found = index_.reaching(topic_, partition_, *log_number_, next_);
  if (!found) return std::unexpected(found.error());
  if (!*found) return false;
  if ((*found)->manifest.first_offset > next_) return gap((*found)->manifest.first_offset);
  auto loaded = read_segment(store_, **found);
  if (!loaded) return std::unexpected(loaded.error());
  segment_ = std::move(*loaded);
  return true;
}

// False when the archive has the next record by now.
result<bool> archived_log::begin_log() {
  auto bounds = log_->bounds(partition_);
  if (!bounds) return std::unexpected(bounds.error());
  if (bounds->start > next_) {
    // What retention deleted since the archive was asked has been archived before that, or is lost.
    auto newer = index_.reaching(topic_, partition_, log_number_.value_or(0), next_);
    if (!newer) return std::unexpected(newer.error());
    if (*newer) return false;
    return gap(bounds->start);
  }
  if (bounds->high_watermark < next_) {
    return fail(error_code::log_truncated, fmt::format("partition {} of {}: the log ends at {}, before {}", partition_,
                                                       topic_, bounds->high_watermark, next_));
  }
  if (bounds->high_watermark > next_) {
    if (auto assigned = log_->assign(partition_, next_); !assigned) return std::unexpected(assigned.error());
  }
  log_end_ = bounds->high_watermark;
  return true;
}

result<std::span<const stream::record>> archived_log::read_log() {
  const auto give_up_ms = system_clock().monotonic_ms() + log_patience_ms;
  while (next_ < *log_end_) {
    auto records = log_->poll(records_most, std::chrono::milliseconds(100));
    if (!records) {
      if (records.error().code != error_code::log_retention_passed) return std::unexpected(records.error());
      auto bounds = log_->bounds(partition_);
      if (!bounds) return std::unexpected(bounds.error());
      return gap(bounds->start);
    }
    if (!records->empty()) {
      next_ = records->back().offset + 1;
      return *records;
    }
    if (system_clock().monotonic_ms() > give_up_ms) {
      return fail(error_code::broker_timeout, "the log did not answer in time");
    }
  }
  return std::span<const stream::record>{};
}

}  // namespace weir::archive
