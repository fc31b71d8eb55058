// The engine of every worker: owns partitions by lease, reads them in order, lets the processor turn records into
// effects and commits effects and progress together. DESIGN: docs/architecture.md, "The engine".
//
// What it guarantees, whatever is killed or paused: the effects in the database are those of a prefix of each
// partition's log, each record once. It never skips: a log that does not fit the database halts the partition and says
// why.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <weir/base/time.hpp>
#include <weir/stream/committer.hpp>
#include <weir/stream/lease.hpp>
#include <weir/stream/log.hpp>
#include <weir/stream/processor.hpp>
#include <weir/stream/store.hpp>

namespace weir::stream {

struct engine_options {
  std::size_t poll_most = 2000;        // records of one inner loop
  std::size_t flush_events = 200'000;  // a batch ends on the first of: events, cells, age
  std::size_t flush_cells = 40'000;
  std::int64_t flush_age_ms = 250;
  std::size_t catch_up_events = 2'000'000;  // while the last record read is older than catch_up_lag_ms
  std::int64_t catch_up_age_ms = 3000;  // cells per flush decide PostgreSQL's cost; not before a new partition moved
  std::int64_t catch_up_lag_ms = 3000;
  std::int64_t renew_every_ms = 1000;  // at most a third of the lease
  std::int64_t acquire_every_ms = 1000;
  std::int64_t idle_wait_ms = 20;  // longest wait for records

  // Records that end their owner: after so many owners without progress, small steps; then single
  // records; then aside. Steps grow again as they get through.
  int small_steps_after = 2;
  std::size_t small_step = 256;
  int single_steps_after = 3;
  int quarantine_after = 3;
};

// What happened, for logs and metrics. Called on the engine's thread.
struct engine_observer {
  std::function<void(const lease&)> opened;
  std::function<void(partition_number)> lost;  // fenced, or the lease ran out
  std::function<void(const halt&)> halted;
  std::function<void(const flush::ending&, std::size_t partitions, std::int64_t took_ms)> flushed;
  std::function<void(const record&)> taken;  // for each record: leave it empty unless somebody listens
  std::function<void(const record&)> quarantined;
  std::function<void(const error&, std::string_view what)> trouble;  // retryable, goes on
};

class engine {
 public:
  engine(engine_options options, partition_number partitions, log_reader& reader, lease_store& leases, store& where,
         processor& what, committer& with, clock_source& clock, engine_observer observer = {});
  ~engine();

  engine(const engine&) = delete;
  engine& operator=(const engine&) = delete;

  // One turn: upkeep of leases, outcome of the running flush, records, perhaps a new flush. Blocks for idle_wait_ms at
  // most (and for the calls it makes). An error is fatal: the process must end loudly.
  result<void> step();

  // Flushes what is open and gives the partitions back. Gives up at the deadline: what is not committed is simply read
  // again by the next owner.
  result<void> stop(std::chrono::milliseconds deadline);

  struct partition_view {
    partition_number partition = 0;
    stream::epoch epoch = 0;
    offset committed = 0;  // next offset in the database
    offset position = 0;   // next offset to read
    std::optional<offset> high_watermark;
  };
  std::vector<partition_view> partitions() const;

 private:
  struct owned {
    lease held;
    offset position = 0;   // next to read
    offset sealed = 0;     // first offset not in a sealed batch
    offset committed = 0;  // next_offset in the database, as far as known
    fingerprint last = 0;  // of position - 1, once something was read
    std::optional<timestamp> data_through;
    std::size_t step_most = 0;  // 0: no limit; else records of this partition in one flush
    offset careful_until = 0;   // small steps end here
    std::size_t in_step = 0;    // records in the open batch while step_most is set
    bool reread = false;        // records were passed over: fetch again from `position`
    std::int64_t reread_after_ms = 0;
    bool leaving = false;  // not read any more; released once everything is committed
  };

  struct pending {
    lease held;
    std::int64_t not_before_ms = 0;
  };

  struct time_sample {
    std::int64_t monotonic_ms;
    timestamp database_time;
  };

  result<void> upkeep();
  result<void> renew();
  result<void> acquire();
  result<void> open_pending();
  result<void> open_partition(const lease& l);
  bool is_pending(const lease& l) const;
  result<bool> check_position(const lease& l);
  void halt_partition(const owned& o, error_code code, const log_bounds& log);
  result<void> finish_flush(std::chrono::milliseconds wait);
  result<void> apply_ending(flush& f);
  result<void> match_again();
  result<void> read(std::chrono::milliseconds wait);
  result<bool> take(owned& o, const record& r);  // false: the partition must be opened again
  bool flush_due() const;
  bool end_is_near() const;
  void start_flush();
  void lose(partition_number partition);
  void reopen(partition_number partition);
  void finish_step(owned& o);
  bool another_in_doubt(const owned& o) const;
  void resume_reading();
  void set_careful(owned& o) const;
  void update_data_through(owned& o);
  bool moving(partition_number partition) const;
  bool all_moved() const;
  bool all_committed(const owned& o) const { return o.committed == o.position; }
  void trouble(const error& e, std::string_view what) const;

  engine_options options_;
  partition_number partition_count_;
  log_reader& reader_;
  lease_store& leases_;
  store& store_;
  processor& processor_;
  committer& committer_;
  clock_source& clock_;
  engine_observer observer_;

  std::map<partition_number, owned> owned_;
  std::vector<pending> pending_;           // acquired, not opened yet
  std::vector<partition_number> running_;  // moved by the flush that runs
  std::deque<time_sample> samples_;
  bool prepared_ = false;
  bool stopping_ = false;
  bool catching_up_ = false;
  bool step_full_ = false;
  bool reload_ = false;  // definitions must be read before a partition opens
  std::int64_t next_renew_ms_ = 0;
  std::int64_t next_acquire_ms_ = 0;
  std::int64_t open_since_ms_ = 0;  // when the open batch got its first record; 0: empty
  std::int64_t flush_started_ms_ = 0;
};

}  // namespace weir::stream
