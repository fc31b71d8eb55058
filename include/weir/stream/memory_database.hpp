// The database's in-memory twin: lease rows with row locks, transactions that apply at commit, backups, and the faults
// of a real one: lost connections, commits with an unknown outcome, backends that are terminated. One thread; time is
// given.
#pragma once

#include <any>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <weir/base/time.hpp>
#include <weir/stream/lease.hpp>
#include <weir/stream/store.hpp>

namespace weir::stream {

class memory_transaction;

class memory_database {
 public:
  struct lease_row {
    stream::epoch epoch = 0;
    std::string owner;
    std::int64_t lease_until_ms = -1;
    offset next = 0;
    std::optional<fingerprint> last_fingerprint;
    int attempts = 0;
    int isolated = 0;
    std::optional<halt> halted;
    std::optional<timestamp> data_through;
  };

  // Everything that a backup holds.
  struct contents {
    std::map<partition_number, lease_row> leases;
    std::map<std::string, std::int64_t> owners;  // last seen
    std::any tables;                             // of the worker; copied with a backup
  };

  memory_database(const clock_source& clock, std::int64_t lease_ms) : clock_(clock), lease_ms_(lease_ms) {}

  contents& rows() { return contents_; }
  const contents& rows() const { return contents_; }

  contents back_up() const { return contents_; }
  void restore(contents older);  // running transactions are lost

  std::int64_t now_ms() const { return clock_.monotonic_ms(); }
  std::int64_t lease_ms() const { return lease_ms_; }

 private:
  friend class memory_transaction;
  friend class memory_lease_store;
  friend class memory_store;

  bool locked(partition_number partition) const { return locks_.contains(partition); }
  void terminate_holder(partition_number partition);

  const clock_source& clock_;
  std::int64_t lease_ms_;
  contents contents_;
  std::map<partition_number, memory_transaction*> locks_;
};

// Asked at each call; may return an error, or throw (a crash). For "commit" two more answers exist.
struct store_faults {
  std::function<std::optional<error>(std::string_view call)> before;
  std::function<std::optional<commit_outcome>()> commit;  // rolled_back or unknown instead of the true outcome
  std::function<bool()> unknown_is_applied;               // what an unknown commit really did
};

class memory_transaction final : public transaction {
 public:
  memory_transaction(memory_database& database, std::string owner, const store_faults& faults);
  ~memory_transaction() override;

  result<std::vector<partition_number>> advance(std::span<const progress> moves) override;
  commit_outcome commit() override;
  void roll_back() override;

  // A worker's effects: applied to contents::tables at commit, in the order of the calls.
  result<void> stage(std::function<void(std::any& tables)> effect);
  const std::any& tables() const { return database_.contents_.tables; }

 private:
  friend class memory_database;

  void release_locks();

  memory_database& database_;
  std::string owner_;
  const store_faults& faults_;
  std::vector<progress> moves_;
  std::vector<std::function<void(std::any&)>> effects_;
  bool terminated_ = false;
  bool finished_ = false;
};

class memory_store final : public store {
 public:
  memory_store(memory_database& database, std::string owner, store_faults faults = {});

  result<std::unique_ptr<transaction>> begin() override;
  result<resolution> resolve(std::span<const progress> moves) override;

 private:
  memory_database& database_;
  std::string owner_;
  store_faults faults_;
};

class memory_lease_store final : public lease_store {
 public:
  memory_lease_store(memory_database& database, std::string owner, store_faults faults = {});

  result<void> prepare(partition_number count) override;
  result<std::vector<lease>> acquire(std::size_t held) override;
  result<std::size_t> fair_share() override;
  result<std::vector<partition_number>> renew(std::span<const renewal> held) override;
  result<void> release(std::span<const renewal> held) override;
  result<void> note_attempt(partition_number partition, stream::epoch epoch) override;
  result<void> mark_halted(const halt& why, stream::epoch epoch) override;
  result<timestamp> database_time() override;

 private:
  std::size_t share() const;
  memory_database::lease_row* mine(partition_number partition, stream::epoch epoch);
  std::optional<error> ask(std::string_view call) const;

  memory_database& database_;
  std::string owner_;
  store_faults faults_;
};

}  // namespace weir::stream
