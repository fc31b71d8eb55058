// What runs by itself in the program, and here when the history says so: clocks, a flush, a ledger's chores.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>

#include <tests/sim/usage_log.hpp>
#include <workers/usage/claim_storage.hpp>

#include <weir/base/time.hpp>
#include <weir/stream/committer.hpp>
#include <weir/stream/flush.hpp>

namespace weir::sim {

class sim_clock final : public clock_source {
 public:
  std::int64_t ms = epoch_ms;
  timestamp now() const override { return timestamp::from_ms(ms); }
  std::int64_t monotonic_ms() const override { return ms; }
};

// A worker's own wall clock: wrong, and wrong by something else after each jump. Nothing that counts may depend on it.
class wrong_clock final : public clock_source {
 public:
  explicit wrong_clock(const clock_source& right) : right_(right) {}
  std::int64_t ahead_ms = 0;
  timestamp now() const override { return timestamp::from_ms(right_.now().ms() + ahead_ms); }
  std::int64_t monotonic_ms() const override { return right_.monotonic_ms(); }

 private:
  const clock_source& right_;
};

// Runs a flush one store call at a time, when the history says so.
class sim_committer final : public stream::committer {
 public:
  explicit sim_committer(sim_clock& clock) : clock_(clock) {}

  void start(std::unique_ptr<stream::flush> f) override { running_ = std::move(f); }
  bool busy() const override { return running_ != nullptr; }
  std::unique_ptr<stream::flush> take(std::chrono::milliseconds wait) override {
    if (running_ && wait.count() > 0) step();
    clock_.ms += wait.count() / 4;
    return running_ && running_->done() ? std::move(running_) : nullptr;
  }
  void step() {
    if (running_ && !running_->done()) (void)running_->step();
  }

 private:
  sim_clock& clock_;
  std::unique_ptr<stream::flush> running_;
};

// Chores of a worker's ledgers, one when the history says so.
class sim_chores final : public usage::claim_chores {
 public:
  void start(std::function<void()> chore) override { waiting_.push_back(std::move(chore)); }
  void step() {
    if (waiting_.empty()) return;
    const auto chore = std::move(waiting_.front());
    waiting_.pop_front();
    chore();
  }

 private:
  std::deque<std::function<void()>> waiting_;
};

}  // namespace weir::sim
