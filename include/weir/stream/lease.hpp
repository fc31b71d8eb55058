// Ownership of partitions and the progress made in them: rows of `leases`, changed only under an epoch.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/stream/log.hpp>

namespace weir::stream {

// Bumped each time a partition changes hands. Progress is accepted only with the epoch under which it was made.
using epoch = std::int64_t;

struct lease {
  partition_number partition = 0;
  stream::epoch epoch = 0;
  offset next = 0;                              // first offset whose effects are not in the database
  std::optional<fingerprint> last_fingerprint;  // of the record at next - 1
  int attempts = 0;                             // owners that took this position over and made no progress
  int isolated = 0;                             // times the single record at `next` was begun and not finished
  bool taken_over = false;                      // acquired from an owner whose lease ran out, not from nobody
};

// What one flush moves in one partition.
struct progress {
  partition_number partition = 0;
  stream::epoch epoch = 0;
  offset from = 0;  // must equal the row's next_offset
  offset next = 0;  // > from
  fingerprint last_fingerprint = 0;
  bool keep_attempts = false;  // the owner still goes in small steps past a crash: do not reset `attempts`
};

// A partition that stands still until an operator decides.
struct halt {
  partition_number partition = 0;
  error_code code{};
  offset expected = 0;      // what the database has
  log_bounds log;           // what the log has
  std::string explanation;  // one sentence with what to do
};

class lease_store {
 public:
  virtual ~lease_store() = default;

  // Makes rows for partitions 0 … count-1 that are missing. Error: partition_count_mismatch.
  virtual result<void> prepare(partition_number count) = 0;

  // Reports this owner alive and takes free or expired partitions, up to a fair share of those that are not halted
  // (⌈partitions ÷ live owners⌉). An owner that is stopped inside a transaction is disconnected first, since its row
  // lock would last for ever. Returns what was newly taken, epochs already bumped.
  virtual result<std::vector<lease>> acquire(std::size_t held) = 0;

  // How many partitions this owner may keep; more must be released so that newcomers get theirs.
  virtual result<std::size_t> fair_share() = 0;

  struct renewal {
    partition_number partition = 0;
    stream::epoch epoch = 0;
    std::optional<timestamp> data_through;  // everything appended before this instant has been committed
    offset committed = 0;                   // the row's next_offset, as far as the owner knows
    offset sealed = 0;                      // or this, while a flush is on its way
  };
  // Extends the leases that are still this owner's, in one statement; returns the partitions that are not. A row at
  // another offset than the owner believes is not its own either: the database was restored to an older state.
  virtual result<std::vector<partition_number>> renew(std::span<const renewal> held) = 0;

  // Gives partitions back. Those that are not this owner's any more are left alone.
  virtual result<void> release(std::span<const renewal> held) = 0;

  // Records that this owner is about to process the single record at the lease's position (crash isolation).
  virtual result<void> note_attempt(partition_number partition, stream::epoch epoch) = 0;

  virtual result<void> mark_halted(const halt& why, stream::epoch epoch) = 0;

  // The database's clock: read before a watermark query whose value is later committed, it becomes data_through.
  virtual result<timestamp> database_time() = 0;
};

}  // namespace weir::stream
