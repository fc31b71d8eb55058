// What the claim ledgers of one process share: where sealed runs lie, who writes them, the ceiling of memory, and what
// happened, for metrics. Any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string_view>

#include <workers/usage/claim_folder.hpp>

#include <weir/base/hash.hpp>
#include <weir/stream/log.hpp>

namespace weir::usage {

// Runs what would hold a worker up (sorting, writing, fsync), one after another.
class claim_chores {
 public:
  virtual ~claim_chores() = default;
  virtual void start(std::function<void()> chore) = 0;
};

// On a thread of its own. Destroyed: what is running ends, what waits is dropped.
std::unique_ptr<claim_chores> make_threaded_claim_chores();

struct claim_storage_options {
  // The folder of one partition's runs; the installation is in its path, so that two databases never meet.
  std::function<result<std::unique_ptr<claim_folder>>(const hash128& installation, stream::partition_number)> folder;
  std::size_t hot_most = 1'000'000;                      // claims of one partition in memory before they are sealed
  std::size_t memory_bytes_most = std::size_t{8} << 30;  // of all partitions
  // Something went wrong that the ledger lives with; on the worker's thread.
  std::function<void(std::string_view what, stream::partition_number, const error& why)> report;
  std::uint64_t first_id = 0;  // of files; random, so that two processes share none
};

class claim_storage {
 public:
  claim_storage(claim_storage_options options, claim_chores& chores);

  const claim_storage_options& options() const { return options_; }
  claim_chores& chores() { return chores_; }
  std::uint64_t next_id() { return next_id_.fetch_add(1, std::memory_order_relaxed); }

  // Memory in use by all ledgers, moved by the difference; true while it is below the ceiling.
  bool account(std::ptrdiff_t more);

  void report(std::string_view what, stream::partition_number partition, const error& why) const {
    if (options_.report) options_.report(what, partition, why);
  }

  // A partition whose files proved damaged while they were in use: its next opening believes none of them.
  void distrust(stream::partition_number partition);
  bool distrusted(stream::partition_number partition) const;
  void trust(stream::partition_number partition);

  std::atomic<std::uint64_t> sealed{0};    // claims
  std::atomic<std::uint64_t> rebuilds{0};  // partitions whose files were not believed
  std::atomic<std::uint64_t> failures{0};  // files that could not be written

 private:
  claim_storage_options options_;
  claim_chores& chores_;
  std::atomic<std::uint64_t> next_id_;
  std::atomic<std::ptrdiff_t> memory_{0};
  mutable std::mutex lock_;
  std::set<stream::partition_number> distrusted_;
};

}  // namespace weir::usage
