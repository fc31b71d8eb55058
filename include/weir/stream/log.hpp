// What the engine needs of a log: records of a partition in offset order from a given position, and what the log still
// holds.
//
// One reader belongs to one engine and one topic, and is used by that engine's thread only. The real one is
// kafka::topic_reader; the twin is stream::memory_log.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>

namespace weir::stream {

using partition_number = std::int32_t;
using offset = std::int64_t;

struct header {
  std::string_view name;
  std::string_view value;
};

// A record borrowed from the reader: every view lives until the next call of poll(), assign() or unassign().
struct record {
  partition_number partition = 0;
  stream::offset offset = 0;
  std::int64_t appended_ms = 0;  // the broker's clock (LogAppendTime): the only clock that decides an event's age
  std::string_view key;
  std::string_view value;
  std::span<const header> headers;

  // The value of the first header of this name, or nothing.
  std::optional<std::string_view> find(std::string_view name) const {
    for (const auto& h : headers) {
      if (h.name == name) return h.value;
    }
    return std::nullopt;
  }
};

// What identifies a record to a later owner: a topic that was deleted and made again, or a log that lost its tail, has
// another record at the same offset. XXH3-64 over offset, time, key and value; never 0.
using fingerprint = std::uint64_t;
fingerprint fingerprint_of(const record& r);

struct log_bounds {
  offset start = 0;           // the first offset that the log still holds
  offset high_watermark = 0;  // one past the last readable record
};

class log_reader {
 public:
  virtual ~log_reader() = default;

  // Starts fetching `partition` at `next`, from the start if it was assigned already. No record of an earlier
  // assignment of the same partition is ever returned after this call.
  virtual result<void> assign(partition_number partition, offset next) = 0;
  virtual void unassign(partition_number partition) = 0;

  // Up to `most` records, offsets ascending and without a gap within each partition; partitions may interleave. Waits
  // at most `wait` for the first; `most` 0 just waits. Errors: log_retention_passed, log_truncated, log_gap (detail
  // names the partition: see poll_error), log_topic_missing, broker_unavailable (retryable; the reader recovers by
  // itself). The records are there until the next call of poll(), assign() or unassign(), for whichever partition.
  virtual result<std::span<const record>> poll(std::size_t most, std::chrono::milliseconds wait) = 0;

  // The partition that the last error of poll() is about; nothing when it concerns all of them.
  virtual std::optional<partition_number> poll_error_partition() const = 0;

  // Asks the broker. Retryable errors as above; log_topic_missing when the topic or partition is not there.
  virtual result<log_bounds> bounds(partition_number partition) = 0;

  // The newest high watermark that the reader knows without asking, and when (clock_source::monotonic_ms) it was asked
  // for; nothing before the first answer.
  struct watermark {
    offset high = 0;
    std::int64_t asked_ms = 0;
  };
  virtual std::optional<watermark> latest_watermark(partition_number partition) const = 0;

  // The fingerprint of the record at `at`, or nothing when the log does not hold it any more (or not yet).
  virtual result<std::optional<fingerprint>> fingerprint_at(partition_number partition, offset at) = 0;
};

}  // namespace weir::stream
