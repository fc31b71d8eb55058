// A partition's claims for tests of ledgers: what the database has of them, and a disk that outlives the ledgers.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <vector>

#include <workers/usage/claim_ledger.hpp>

namespace weir::usage {

inline claim_entry entry_of(std::uint64_t n, stream::offset at) {
  std::mt19937_64 random(n);
  return {{random(), random()}, static_cast<content_hash>(random()), at};
}

// Chores run when the test says so, or at once.
class held_chores final : public claim_chores {
 public:
  bool at_once = true;
  std::deque<std::function<void()>> waiting;

  void start(std::function<void()> chore) override {
    if (at_once) return chore();
    waiting.push_back(std::move(chore));
  }
  void run() {
    while (!waiting.empty()) {
      const auto chore = std::move(waiting.front());
      waiting.pop_front();
      chore();
    }
  }
};

class claims_of_a_partition {
 public:
  hash128 installation{7, 7};
  std::vector<std::pair<arrival_day, claim_entry>> committed;  // in the database
  stream::offset next = 0;
  arrival_day since = 0;
  std::uint64_t loaded = 0;  // claims that came from the database one by one
  claim_file_contents files;
  claim_file_fault fault;
  held_chores chores;
  std::unique_ptr<claim_storage> storage;
  std::unique_ptr<claim_ledger> ledger;

  explicit claims_of_a_partition(std::size_t hot_most) : hot_most_(hot_most) { restart(); }

  void restart() {
    ledger.reset();
    claim_storage_options options;
    options.hot_most = hot_most_;
    options.memory_bytes_most = memory_most;
    options.first_id = ++starts_ << 32;
    options.folder = [this](const hash128&, stream::partition_number) {
      return make_memory_claim_folder(files, [this](auto call) { return fault ? fault(call) : std::nullopt; });
    };
    storage = std::make_unique<claim_storage>(options, chores);
    open();
  }
  void open() {
    ledger = make_sealed_claim_ledger(*storage, 0);
    loaded = 0;
    opened =
        ledger->open(++epoch_, next, since,
                     {installation, [this](auto day, auto from, const auto& take) { return load(day, from, take); }});
  }

  result<claim_answer> claim(arrival_day day, const claim_entry& entry) {
    auto answer = ledger->claim(day, entry);
    if (answer == claim_answer::fresh) open_.emplace_back(day, entry);
    return answer;
  }
  void commit() {
    for (const auto& [day, entry] : open_) {
      committed.emplace_back(day, entry);
      next = std::max(next, entry.offset + 1);
    }
    open_.clear();
    ledger->committed(next, since);
  }
  void roll_back() {
    open_.clear();
    open();
  }

  std::size_t memory_most = std::size_t{1} << 30;
  result<void> opened;

 private:
  result<claim_sums> load(arrival_day day_since, stream::offset from, const take_claim& take) {
    claim_sums sums;
    for (const auto& [day, entry] : committed) {
      if (day < day_since) continue;
      if (entry.offset >= from || entry.offset % 5 == 0) {
        ++loaded;
        take(day, entry);
      } else {
        sums[day].add(entry);
      }
    }
    return sums;
  }

  std::size_t hot_most_;
  std::uint64_t starts_ = 0;
  stream::epoch epoch_ = 0;
  std::vector<std::pair<arrival_day, claim_entry>> open_;
};

}  // namespace weir::usage
