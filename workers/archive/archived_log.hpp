// A partition of the log from an offset on, however long ago: from the archive as far as it reaches, then from the log
// itself. No record is missing between the two and none comes twice. One thread.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>

#include <workers/archive/archive_index.hpp>
#include <workers/archive/object_store.hpp>
#include <workers/archive/read_segment.hpp>

namespace weir::archive {

class archived_log {
 public:
  // `log`: of the same topic, not in use elsewhere; nothing where the archive alone is read.
  archived_log(archive_index& index, object_store& store, stream::log_reader* log, std::string topic,
               stream::partition_number partition, stream::offset from)
      : index_(index), store_(store), log_(log), topic_(std::move(topic)), partition_(partition), next_(from) {}
  ~archived_log();
  archived_log(const archived_log&) = delete;
  archived_log& operator=(const archived_log&) = delete;

  // The records that come next, at least one; nothing at the end of the log as it was when the archive ended. They live
  // until the next call. Errors: archive_gap (its detail names the offsets that are nowhere), archive_corrupt,
  // archive_unavailable, log_truncated (the log ends before `from`), broker_timeout, and those of the index and the
  // log.
  result<std::span<const stream::record>> next();

  stream::offset position() const { return next_; }

 private:
  result<bool> load_segment();
  result<std::span<const stream::record>> read_log();
  result<bool> begin_log();
  std::unexpected<error> gap(stream::offset until) const;

  archive_index& index_;
  object_store& store_;
  stream::log_reader* log_;
  std::string topic_;
  stream::partition_number partition_;
  stream::offset next_;
  std::optional<std::int32_t> log_number_;  // once it was asked for
  std::unique_ptr<const loaded_segment> segment_;
  std::optional<stream::offset> log_end_;  // while the log itself is read
};

}  // namespace weir::archive
