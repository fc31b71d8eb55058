#include <utility>

#include <workers/archive/segment_format.hpp>
#include <workers/archive/segment_writer.hpp>

#include <weir/base/assert.hpp>

namespace weir::archive {

namespace {
constexpr std::size_t frame_bytes = 256 * 1024;  // more compress hardly better
}

void segment_writer::add(const stream::record& r) {
  const auto before = tail_.size();
  if (records_ == 0) {
    first_ = r.offset;
    first_ms_ = r.appended_ms;
    append_head(tail_, topic_, partition_, r.offset);
  }
  WEIR_ASSERT(r.offset == first_ + static_cast<stream::offset>(records_), "records come without a gap");
  append_record(tail_, r);
  last_ms_ = r.appended_ms;
  raw_bytes_ += tail_.size() - before;
  ++records_;
  if (tail_.size() >= frame_bytes) compress();
}

void segment_writer::compress() {
  raw_hash_.add(tail_);
  frames_.append(stored_, tail_);
  tail_.clear();
}

sealed_segment segment_writer::finish() {
  WEIR_ASSERT(records_ > 0, "a segment has records");
  if (!tail_.empty()) compress();
  sealed_segment out;
  auto& m = out.manifest;
  m.topic = topic_;
  m.partition = partition_;
  m.first_offset = first_;
  m.records = static_cast<std::int64_t>(records_);
  m.last_offset = first_ + m.records - 1;
  m.first_appended_at = timestamp::from_ms(first_ms_);
  m.last_appended_at = timestamp::from_ms(last_ms_);
  m.raw_bytes = static_cast<std::int64_t>(raw_bytes_);
  m.stored_bytes = static_cast<std::int64_t>(stored_.size());
  m.raw_sha256 = raw_hash_.finish();
  m.stored_sha256 = sha256(stored_);
  out.stored = std::exchange(stored_, {});
  raw_hash_ = {};
  raw_bytes_ = 0;
  records_ = 0;
  return out;
}

}  // namespace weir::archive
