#include <algorithm>

#include <fmt/format.h>
#include <src/app/log_reading.hpp>

namespace weir::app {

result<void> log_reading::begin(std::int64_t since_ms, stream::offset end) {
  end_ = end;
  if (end <= 0) return {};
  auto first = first_since(since_ms);
  if (!first) return std::unexpected(first.error());
  begun_at_ = position_ = *first;
  return {};
}

// By the archive's manifests, which say when each segment's records were appended; without them from the log's start.
result<stream::offset> log_reading::first_since(std::int64_t since_ms) {
  auto newest = from_.index.newest(topic_, partition_);
  if (!newest) return std::unexpected(newest.error());
  auto missing_before = [&](stream::offset first) {
    if (first > 0)
      holes_.push_back({.from = 0,
                        .next = first,
                        .why = fmt::format("partition {} of {}: the records 0 to {} are neither in the archive nor in "
                                           "the log",
                                           partition_, topic_, first - 1)});
    return first;
  };
  if (!*newest) {
    auto bounds = from_.log.bounds(partition_);
    if (!bounds) return std::unexpected(bounds.error());
    return missing_before(bounds->start);
  }
  bool any_before = false;
  for (std::int64_t after = 0;;) {
    auto page = from_.index.list(topic_, partition_, after);
    if (!page) return std::unexpected(page.error());
    if (page->empty()) return (*newest)->manifest.last_offset + 1;  // all of it is older
    for (const auto& s : *page) {
      const auto& m = s.manifest;
      if (m.log_number != (*newest)->manifest.log_number) continue;
      if (m.last_appended_at.ms() >= since_ms) return any_before ? m.first_offset : missing_before(m.first_offset);
      any_before = true;
    }
    after = page->back().manifest.sequence;
  }
}

bool log_reading::skip() {
  const auto lost =
      std::ranges::find_if(skipped_, [&](const skipped& s) { return s.from <= position_ && position_ < s.next; });
  if (lost == skipped_.end()) return false;
  position_ = lost->next;
  records_of_.reset();
  return true;
}

result<std::span<const stream::record>> log_reading::next() {
  while (position_ < end_) {
    if (skip()) continue;
    if (!records_of_) records_of_.emplace(from_.index, from_.store, &from_.log, topic_, partition_, position_);
    auto records = records_of_->next();
    if (!records) {
      if (auto passed = pass_hole(records.error()); !passed) return std::unexpected(passed.error());
      continue;
    }
    if (records->empty()) {
      holes_.push_back({.from = position_,
                        .next = end_,
                        .why = fmt::format("partition {} of {}: the log ends at {}, before {}", partition_, topic_,
                                           position_, end_)});
      position_ = end_;
      break;
    }
    for (auto& h : holes_) {
      if (h.until_ms == std::numeric_limits<std::int64_t>::max()) h.until_ms = records->front().appended_ms;
    }
    position_ = records->back().offset + 1;
    const auto behind = std::ranges::find_if(*records, [&](const stream::record& r) { return r.offset >= end_; });
    const auto wanted = records->first(static_cast<std::size_t>(behind - records->begin()));
    records_ += std::ssize(wanted);
    if (!wanted.empty()) return wanted;
  }
  return std::span<const stream::record>{};
}

result<void> log_reading::pass_hole(const error& why) {
  const auto is_hole = why.code == error_code::archive_gap || why.code == error_code::archive_corrupt ||
                       why.code == error_code::log_truncated;
  if (!is_hole) return std::unexpected(why);
  const auto from = records_of_->position();
  records_of_.reset();
  auto next = end_;
  auto newest = from_.index.newest(topic_, partition_);
  if (!newest) return std::unexpected(newest.error());
  if (*newest) {
    auto segment = from_.index.reaching(topic_, partition_, (*newest)->manifest.log_number, from);
    if (!segment) return std::unexpected(segment.error());
    if (*segment) {
      const auto& m = (*segment)->manifest;
      next = why.code == error_code::archive_corrupt ? m.last_offset + 1 : m.first_offset;
    }
  }
  if (why.code == error_code::archive_gap && next == end_) {
    auto bounds = from_.log.bounds(partition_);
    if (!bounds) return std::unexpected(bounds.error());
    next = bounds->start;
  }
  if (next <= from) next = end_;
  holes_.push_back({.from = from, .next = next, .why = why.detail});
  position_ = next;
  return {};
}

}  // namespace weir::app
