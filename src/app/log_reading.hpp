// A partition of the log from the first record that somebody may need, with what is missing in it: which stretches are
// neither in the archive nor in the log, or are not as they were. One thread.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <workers/archive/archived_log.hpp>

namespace weir::app {

struct log_source {
  archive::archive_index& index;
  archive::object_store& store;
  stream::log_reader& log;  // of weir.usage, not in use elsewhere
};

class log_reading {
 public:
  // Offsets that could not be read.
  struct hole {
    stream::offset from = 0;
    stream::offset next = 0;
    std::int64_t until_ms = std::numeric_limits<std::int64_t>::max();  // nothing in it was appended later
    std::string why;
  };

  // Given up by an operator, and passed over without being a hole.
  struct skipped {
    stream::offset from = 0;
    stream::offset next = 0;
  };

  log_reading(const log_source& from, std::string topic, stream::partition_number partition,
              std::vector<skipped> skipped)
      : from_(from), topic_(std::move(topic)), partition_(partition), skipped_(std::move(skipped)) {}

  // Reads from where records of `since_ms` (the broker's clock) may stand, up to `end`. Errors: those of next().
  result<void> begin(std::int64_t since_ms, stream::offset end);

  // The records that come next, offsets ascending, at least one; nothing at the end. They live until the next call.
  // What is missing becomes a hole. Errors: archive_unavailable, those of the index and of the log.
  result<std::span<const stream::record>> next();

  const std::vector<hole>& holes() const { return holes_; }
  stream::offset begun_at() const { return begun_at_; }
  stream::offset position() const { return position_; }
  std::int64_t records() const { return records_; }

 private:
  result<stream::offset> first_since(std::int64_t since_ms);
  result<void> pass_hole(const error& why);
  bool skip();

  log_source from_;
  std::string topic_;
  stream::partition_number partition_;
  std::vector<skipped> skipped_;
  std::vector<hole> holes_;
  std::optional<archive::archived_log> records_of_;
  stream::offset begun_at_ = 0;
  stream::offset position_ = 0;
  stream::offset end_ = 0;
  std::int64_t records_ = 0;
};

}  // namespace weir::app
