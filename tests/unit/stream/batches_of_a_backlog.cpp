// How a backlog is cut into batches.
#include <tests/unit/stream/engine_world.hpp>

using namespace weir::stream;
using namespace weir::stream::test_engine;

namespace {

// One record a step; a batch may hold 50, and is worth a flush with 10.
worker catching_up(world& w) {
  return worker(w, "one", {.poll_most = 1, .flush_events = 10, .flush_age_ms = 1000, .catch_up_events = 50});
}

}  // namespace

TEST_CASE("batches get smaller towards the end of a backlog") {
  world w(1);
  w.append(0, 100);
  w.clock.advance_ms(60'000);  // all of it is old
  auto worker = catching_up(w);
  worker.steps(250);
  // Half of it fills a batch; then two thirds of what is left, each time; then ten.
  CHECK(worker.committer.reached == std::vector<offset>{50, 84, 95});
  w.clock.advance_ms(4000);
  worker.steps(3);
  CHECK(worker.committer.reached == std::vector<offset>{50, 84, 95, 100});
}

TEST_CASE("records of now are not cut by what follows them") {
  world w(1);
  w.append(0, 30);
  auto worker = catching_up(w);
  worker.steps(29);
  CHECK(worker.committer.reached == std::vector<offset>{10, 20});
}
