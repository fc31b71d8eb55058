// Collects records of one partition as a segment. Only what the last frame does not hold yet is kept as it is; all else
// is compressed at once, so that many open segments take little memory.
#pragma once

#include <string>

#include <workers/archive/zstd_frames.hpp>

#include <weir/base/crypto.hpp>
#include <weir/contract/archive_manifest.hpp>
#include <weir/stream/log.hpp>

namespace weir::archive {

struct sealed_segment {
  contract::archive_manifest manifest;  // without installation, sequence, log_number and previous_sha256
  std::string stored;
};

class segment_writer {
 public:
  // `frames` is shared by the writers of a thread and outlives them.
  segment_writer(frame_writer& frames, std::string topic, stream::partition_number partition)
      : frames_(frames), topic_(std::move(topic)), partition_(partition) {}

  void add(const stream::record& r);  // the offset behind the last one

  bool empty() const { return records_ == 0; }
  std::size_t records() const { return records_; }
  std::size_t raw_bytes() const { return raw_bytes_; }
  std::size_t memory() const { return tail_.size() + stored_.size(); }

  // Not of an empty one. The writer begins anew.
  sealed_segment finish();

 private:
  void compress();

  frame_writer& frames_;
  std::string topic_;
  stream::partition_number partition_;
  std::string tail_;    // not compressed yet
  std::string stored_;  // whole frames
  sha256_stream raw_hash_;
  std::size_t raw_bytes_ = 0;
  std::size_t records_ = 0;
  stream::offset first_ = 0;
  std::int64_t first_ms_ = 0;
  std::int64_t last_ms_ = 0;
};

}  // namespace weir::archive
