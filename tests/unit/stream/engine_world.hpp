// An engine on the in-memory log and database, whose flushes run when a test says so.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <tests/support/manual_clock.hpp>

#include <weir/stream/engine.hpp>
#include <weir/stream/memory_database.hpp>
#include <weir/stream/memory_log.hpp>

namespace weir::stream::test_engine {

inline constexpr std::int64_t lease_ms = 10'000;

class empty_batch final : public batch {
 public:
  result<void> write(transaction&) override { return {}; }
  void drop(partition_number) override {}
};

// Remembers which partitions are open; `opening` is what takes long.
class slow_processor final : public processor {
 public:
  std::function<void(partition_number, const pulse&)> opening = [](auto, auto&) {};
  std::map<partition_number, int> open_now;
  std::size_t taken = 0;

  result<void> open(const lease& l, const pulse& alive) override {
    opening(l.partition, alive);
    ++open_now[l.partition];
    return {};
  }
  void close(partition_number partition) override { open_now.erase(partition); }
  result<void> absorb(const record&) override {
    ++taken;
    return {};
  }
  result<void> quarantine(const record&) override { return {}; }
  batch_weight weight() const override { return {taken, 0, false}; }
  std::unique_ptr<batch> seal() override {
    taken = 0;
    return std::make_unique<empty_batch>();
  }
  void committed(batch&) override {}
  result<void> reload() override { return {}; }
};

// Runs a flush when it is told to.
class held_committer final : public committer {
 public:
  bool held = false;

  std::vector<offset> reached;  // by the first partition, at the end of each flush

  void start(std::unique_ptr<flush> f) override {
    reached.push_back(f->moves().front().next);
    running_ = std::move(f);
  }
  bool busy() const override { return running_ != nullptr; }
  std::unique_ptr<flush> take(std::chrono::milliseconds) override {
    if (held || !running_) return nullptr;
    while (!running_->done())
      (void)running_->step();
    return std::move(running_);
  }

 private:
  std::unique_ptr<flush> running_;
};

struct world {
  explicit world(partition_number partitions) : log(partitions), count(partitions) {}

  void append(partition_number partition, int records) {
    for (int i = 0; i < records; ++i)
      log.append(partition, {clock.now().ms(), "k", "v", {}});
  }

  test::manual_clock clock{timestamp::from_ms(1'700'000'000'000)};
  memory_database database{clock, lease_ms};
  memory_log log;
  partition_number count;
};

struct worker {
  worker(world& w, const std::string& owner, engine_options options = {.flush_age_ms = 0})
      : reader(w.log, w.clock),
        leases(w.database, owner),
        flushes(w.database, owner),
        engine(options, w.count, reader, leases, flushes, processor, committer, w.clock) {}

  void steps(int count) {
    for (int i = 0; i < count; ++i)
      REQUIRE(engine.step().has_value());
  }

  memory_log_reader reader;
  memory_lease_store leases;
  memory_store flushes;
  slow_processor processor;
  held_committer committer;
  stream::engine engine;
};

}  // namespace weir::stream::test_engine
