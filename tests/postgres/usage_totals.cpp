// What is billed of usage, for each way in which meters put values together, beside what plain SQL makes of the same
// cells.
#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>

#include <weir/postgres/meters.hpp>
#include <weir/postgres/tenants.hpp>
#include <weir/postgres/usage_totals.hpp>

using namespace weir;
using namespace weir::test;

namespace {

struct expectation {
  const char* aggregation;
  const char* of_cells;  // what is expected, of the class's cells
};

constexpr expectation ways[] = {
    {"COUNT", "sum(events)"},
    {"SUM", "sum(sum)"},
    {"MIN", "min(min)"},
    {"MAX", "max(max)"},
    {"AVG", "round(sum(sum) / sum(events), 9)"},
    {"LATEST", "(array_agg(latest ORDER BY latest_ns DESC, latest_hash DESC))[1]"},
    {"UNIQUE_COUNT",
     "(SELECT count(DISTINCT value_hash) FROM usage_unique_values AS v WHERE v.tenant_number = min(c.tenant_number) "
     "AND v.meter_number = min(c.meter_number) AND v.dimensions = ANY (array_agg(c.dimensions)) "
     "AND v.hour >= '2026-09-29Z' AND v.hour < '2026-10-02Z')"},
};

// Three tenants, in each hour of four days a cell for each region and one without.
void make_cells(const meter_row& meter) {
  auto admin = shared_database().connect_as_administrator();
  const auto number = std::to_string(meter.number);
  must(
      *admin,
      "INSERT INTO usage_cells (tenant_number, meter_number, generation, hour, subject, dimensions, events, "
      "first_offset, "
      "last_offset, id_sum, sum, min, max, latest, latest_ns, latest_hash) SELECT t.number, " +
          number +
          ", 1, h, 's' || n % 2, d, n % 5 + 1, 0, 0, n * 7, n % 13 - 3.25, n % 11 - 4, n % 17, n % 19 + 0.5, n % 23, n "
          "FROM (SELECT t.number, h, d, row_number() OVER (ORDER BY t.number, h, d) AS n FROM tenants AS t, "
          "generate_series('2026-09-28'::timestamptz, '2026-10-02 05:00Z', interval '5 hours') AS h, "
          "unnest(ARRAY['{}', '{\"region\":\"eu\"}', '{\"plan\":\"a\",\"region\":\"us\"}', '{\"region\":\"asia\"}']) "
          "AS d) AS t");
  must(*admin,
       "INSERT INTO usage_unique_values (tenant_number, meter_number, generation, hour, subject, dimensions, "
       "value_hash) "
       "SELECT tenant_number, meter_number, 1, hour, subject, dimensions, md5((latest_hash * v % 29)::text)::uuid FROM "
       "usage_cells, generate_series(1, 3) AS v WHERE meter_number = " +
           number + " ON CONFLICT DO NOTHING");
}

}  // namespace

TEST_CASE("usage of several tenants is put together as each meter does it, and goes to the first class that it fits") {
  empty_tables();
  std::vector<std::int32_t> tenants;
  for (const char* key : {"a", "b", "c"})
    tenants.push_back(
        platform([&](executor& in) { return tenants::create(in, {new_id("ten_"), 1, key, "T"}); })->number);
  const std::vector<usage_totals::usage_class> classes{{{"region", {R"("eu")", R"("asia")"}}},
                                                       {{"region", {R"("asia")"}}},
                                                       {{"region", {R"("us")"}}, {"plan", {R"("a")"}}}};
  const char* dimensions[] = {"dimensions IN ('{\"region\":\"eu\"}', '{\"region\":\"asia\"}')", "false",
                              "dimensions = '{\"plan\":\"a\",\"region\":\"us\"}'"};
  auto admin = shared_database().connect_as_administrator();
  for (const auto& way : ways) {
    CAPTURE(way.aggregation);
    meters::new_meter wanted;
    wanted.id = new_id("mtr_");
    wanted.slug = "m" + std::to_string(&way - ways);
    wanted.event_type = "e";
    wanted.aggregation = way.aggregation;
    if (std::string_view(way.aggregation) != "COUNT") wanted.value_property = "$.n";
    const auto meter = platform([&](executor& in) { return meters::create(in, wanted); }).value();
    make_cells(meter);
    const std::vector<std::int32_t> asked{tenants[2], tenants[0]};
    const auto found = worker([&](executor& in) {
                         return usage_totals::read(in, asked, meter, timestamp::from_ms(1'790'640'000'000),
                                                   timestamp::from_ms(1'790'899'200'000), classes);
                       }).value();
    REQUIRE(found.size() == 2);
    for (std::size_t t = 0; t < asked.size(); ++t) {
      REQUIRE(found[t].size() == classes.size());
      for (std::size_t k = 0; k < classes.size(); ++k) {
        const auto& got = found[t][k];
        const auto expected =
            one(*admin,
                std::string(
                    "SELECT concat_ws(' ', coalesce(sum(events), 0), count(*), coalesce(sum(id_sum), 0), coalesce(") +
                    way.of_cells + ", 0)::numeric(38,9)) FROM usage_cells AS c WHERE tenant_number = " +
                    std::to_string(asked[t]) + " AND meter_number = " + std::to_string(meter.number) +
                    " AND hour >= '2026-09-29Z' AND hour < '2026-10-02Z' AND " + dimensions[k]);
        const auto fields =
            one(*admin, "SELECT concat_ws(' ', " + std::to_string(got.events) + ", " + std::to_string(got.cells) +
                            ", " + got.id_sum.text() + ", (" + got.quantity.text() + ")::numeric(38,9))");
        CHECK(fields == expected);
        CHECK((k == 1) == (got.cells == 0));
      }
    }
    const auto alone = worker([&](executor& in) {
                         return usage_totals::read(in, tenants[1], meter, timestamp::from_ms(1'790'640'000'000),
                                                   timestamp::from_ms(1'790'899'200'000), classes);
                       }).value();
    CHECK(alone[2].cells > 0);
  }
}
