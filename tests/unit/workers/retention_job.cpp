#include <map>
#include <stop_token>

#include <doctest/doctest.h>
#include <workers/operations/retention_job.hpp>

using namespace weir;
using namespace weir::operations;

namespace {

struct rows final : retention_store {
  std::vector<std::string> classes() const override { return {"conflicts", "jobs"}; }
  result<std::uint64_t> purge(const std::string& retention_class, std::int32_t most) override {
    ++calls;
    if (calls == fails_at) return fail(error_code::database_unavailable);
    auto& there = old[retention_class];
    const auto gone = std::min<std::uint64_t>(there, static_cast<std::uint64_t>(most));
    there -= gone;
    return gone;
  }
  std::map<std::string, std::uint64_t> old{{"conflicts", 25}, {"jobs", 0}};
  int calls = 0;
  int fails_at = 0;
};

}  // namespace

TEST_CASE("old rows go in small steps until none is left, and are counted by class") {
  rows store;
  const jobs::job j{};
  jobs::context run(j, {});
  auto done = retention_job(store, {.chunk = 10})(run);
  REQUIRE(done);
  CHECK(*done == R"({"conflicts":25,"jobs":0})");
  CHECK(store.old["conflicts"] == 0);
  CHECK(store.calls == 4);
}

TEST_CASE("retention goes on where a database that was away interrupted it, and stops when it is asked to") {
  rows store;
  store.fails_at = 2;
  const jobs::job j{};
  jobs::context first(j, {});
  auto broken = retention_job(store, {.chunk = 10})(first);
  REQUIRE(!broken);
  CHECK(broken.error().code == error_code::database_unavailable);
  CHECK(store.old["conflicts"] == 15);
  std::stop_source stop;
  stop.request_stop();
  jobs::context stopped(j, stop.get_token());
  CHECK(!retention_job(store, {.chunk = 10})(stopped));
  CHECK(store.old["conflicts"] == 15);
  jobs::context again(j, {});
  CHECK(retention_job(store, {.chunk = 10})(again));
  CHECK(store.old["conflicts"] == 0);
}
