// Opening a partition may take longer than its lease lasts, and there may be a flush of others all the time.
#include <map>

#include <doctest/doctest.h>
#include <tests/support/manual_clock.hpp>

#include <weir/stream/engine.hpp>
#include <weir/stream/memory_database.hpp>
#include <weir/stream/memory_log.hpp>

using namespace weir;
using namespace weir::stream;

namespace {

constexpr std::int64_t lease_ms = 10'000;

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

  void start(std::unique_ptr<flush> f) override { running_ = std::move(f); }
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
  worker(world& w, const std::string& owner)
      : reader(w.log, w.clock),
        leases(w.database, owner),
        flushes(w.database, owner),
        engine({.flush_age_ms = 0}, w.count, reader, leases, flushes, processor, committer, w.clock) {}

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

}  // namespace

TEST_CASE("a partition whose opening outlasts its lease is not taken by another worker") {
  world w(1);
  w.append(0, 5);
  worker slow(w, "slow"), other(w, "other");
  slow.processor.opening = [&](auto, const processor::pulse& alive) {
    for (int i = 0; i < 5; ++i) {
      w.clock.advance_ms(lease_ms * 2 / 3);
      alive();
      other.steps(2);
    }
  };
  slow.steps(4);
  CHECK(other.engine.partitions().empty());
  REQUIRE(slow.engine.partitions().size() == 1);
  CHECK(slow.engine.partitions()[0].epoch == 1);
  CHECK(w.database.rows().leases.at(0).next == 5);
}

TEST_CASE("a partition that was lost while it was opened is closed again") {
  world w(1);
  w.append(0, 5);
  worker slow(w, "slow"), other(w, "other");
  slow.processor.opening = [&](auto, const processor::pulse& alive) {
    w.clock.advance_ms(lease_ms + 1);
    other.steps(3);
    alive();
  };
  slow.steps(1);
  CHECK(slow.engine.partitions().empty());
  CHECK(slow.processor.open_now.empty());
  REQUIRE(other.engine.partitions().size() == 1);
  CHECK(other.engine.partitions()[0].committed == 5);
}

TEST_CASE("a partition of a dead worker is opened while a flush of others runs, and shows soon that it goes on") {
  world w(2);
  worker alive(w, "alive");
  {
    worker dead(w, "dead");
    dead.steps(1);
    alive.steps(1);
    w.clock.advance_ms(2000);
    dead.steps(2);  // gives one of them up
    alive.steps(2);
    REQUIRE(alive.engine.partitions().size() == 1);
  }
  const auto own = alive.engine.partitions()[0].partition;
  w.append(own, 10);
  alive.committer.held = true;
  alive.steps(3);
  REQUIRE(alive.committer.busy());
  w.append(1 - own, 10);
  for (int second = 0; second < 25; ++second) {
    w.clock.advance_ms(1000);
    alive.steps(2);
  }
  CHECK(alive.committer.busy());
  CHECK(alive.processor.open_now.size() == 2);
  alive.committer.held = false;
  alive.steps(4);
  CHECK(w.database.rows().leases.at(1 - own).next == 10);
}
