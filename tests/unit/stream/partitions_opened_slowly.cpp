// Opening a partition may take longer than its lease lasts, and there may be a flush of others all the time.
#include <tests/unit/stream/engine_world.hpp>

using namespace weir::stream;
using namespace weir::stream::test_engine;

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
