// New cells are inserted without looking for them, known ones are added to, and a wrong belief heals itself.
#include <doctest/doctest.h>
#include <tests/postgres/scratch_database.hpp>
#include <workers/usage/postgres_usage_writer.hpp>

using namespace weir;
using namespace weir::test;

namespace {

constexpr std::int32_t ten_o_clock = 29'461'560 + 600;  // minutes since 1970, a full hour

usage::usage_effects effects_of(std::int32_t hour_minutes, std::int64_t events, stream::epoch epoch = 1) {
  usage::cell_table cells;
  usage::cell_key key{.tenant_number = 1,
                      .meter_number = 1,
                      .generation = 1,
                      .hour_minutes = hour_minutes,
                      .subject = "s",
                      .dimensions = "{}"};
  const auto at = cells.find_or_make(key, usage::cell_table::hash_of(key), domain::aggregation::sum);
  for (std::int64_t i = 0; i < events; ++i)
    REQUIRE(cells.add(at, {.value = decimal::from_units(decimal::one), .time_ns = 0, .identity_bits = 1, .offset = i}));
  usage::usage_effects out;
  out.definitions_version = std::stoll(one(*shared_database().connect(), "SELECT version FROM definitions"));
  out.partitions.resize(1);
  out.partitions[0].epoch = epoch;
  out.partitions[0].cells = cells.take();
  return out;
}

struct flushes {
  std::unique_ptr<postgres::connection> connection = shared_database().connect();
  usage::cell_frontier frontier;
  usage::postgres_claim_merger merger;
  std::string consumer = "usage";

  result<void> write(const usage::usage_effects& effects) {
    must(*connection, "BEGIN; SET LOCAL ROLE weir_worker");
    auto done = usage::postgres_usage_writer(*connection, consumer, frontier, merger).write(effects);
    must(*connection, done ? "COMMIT" : "ROLLBACK");
    return done;
  }
};

std::string cells() {
  return one(*shared_database().connect_as_administrator(),
             "SELECT string_agg(events || '=' || trim_scale(sum), ' ' ORDER BY hour) FROM usage_cells");
}

}  // namespace

TEST_CASE("cells of hours that were there, that are new, and that this owner has just made add up") {
  empty_tables();
  flushes first;
  REQUIRE(first.write(effects_of(ten_o_clock, 2)));
  REQUIRE(first.write(effects_of(ten_o_clock, 3)));
  CHECK(cells() == "5=5");
  flushes second;  // knows nothing
  REQUIRE(second.write(effects_of(ten_o_clock, 1, 2)));
  REQUIRE(second.write(effects_of(ten_o_clock + 60, 4, 2)));
  REQUIRE(second.write(effects_of(ten_o_clock + 60, 1, 2)));
  CHECK(cells() == "6=6 5=5");
}

TEST_CASE("a cell that was called new and is there makes the flush go again, and nothing is counted twice") {
  empty_tables();
  flushes mine;
  REQUIRE(mine.write(effects_of(ten_o_clock, 1)));
  flushes nobody_expected;
  REQUIRE(nobody_expected.write(effects_of(ten_o_clock + 60, 7, 9)));
  const auto effects = effects_of(ten_o_clock + 60, 2);
  const auto refused = mine.write(effects);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == error_code::database_conflict);
  CHECK(refused.error().retryable());
  CHECK(cells() == "1=1 7=7");
  REQUIRE(mine.write(effects));
  CHECK(cells() == "1=1 9=9");
}
