// What a meter puts together of cells in memory is what the database puts together of its rows, whatever the meter and
// the groups.
#include <algorithm>
#include <random>
#include <set>

#include <doctest/doctest.h>
#include <src/app/recounted_totals.hpp>
#include <tests/postgres/scratch_database.hpp>
#include <workers/usage/postgres_usage_writer.hpp>

#include <weir/base/json_text.hpp>

using namespace weir;
using namespace weir::test;
using postgres::usage_totals::usage_class;

namespace {

constexpr std::int32_t first_hour = 29'461'560;  // minutes since 1970, a full hour
constexpr std::int32_t hours = 6;
constexpr timestamp begin{std::int64_t{first_hour} * 60'000'000'000};
constexpr timestamp end{std::int64_t{first_hour + hours * 60} * 60'000'000'000};

const std::string values[] = {R"("eu")", R"("e\"u,")", R"("}")", "true", "null", "12.5"};

// Batches of random events, in the database and in memory.
class both {
 public:
  explicit both(domain::aggregation kind) : kind_(kind) {
    empty_tables();
    kept.want({1, 1, 1}, begin, end);
  }

  void count(std::mt19937& random) {
    usage::cell_table cells;
    usage::usage_effects out;
    out.definitions_version = std::stoll(one(*shared_database().connect(), "SELECT version FROM definitions"));
    auto& e = out.partitions.emplace_back();
    e.epoch = 1;
    std::vector<std::string> texts;
    texts.reserve(100);
    for (int i = 0; i < 100; ++i) {
      std::string dimensions = "{";
      if (random() % 4 != 0) dimensions += R"("region":)" + values[random() % std::size(values)];
      if (random() % 3 != 0) dimensions += std::string(dimensions.size() > 1 ? "," : "") + R"("size":"big")";
      texts.push_back(dimensions + "}");
      const usage::cell_key key{1,
                                1,
                                1,
                                first_hour + static_cast<std::int32_t>(random() % hours) * 60,
                                random() % 2 == 0 ? "a" : "b",
                                texts.back()};
      const auto at = cells.find_or_make(key, usage::cell_table::hash_of(key), kind_);
      const usage::contribution c{.value = decimal::from_units(static_cast<std::int64_t>(random()) - 2'000'000'000),
                                  .time_ns = static_cast<std::int64_t>(random() % 50),
                                  .identity_bits = (std::uint64_t{random()} << 32) + random(),
                                  .offset = next_++};
      REQUIRE(cells.add(at, c));
      if (kind_ != domain::aggregation::unique_count) continue;
      e.unique_values.push_back({.cell = at, .value = {1, random() % 20}, .events = 1});
    }
    e.cells = cells.take();
    std::set<std::pair<std::uint32_t, hash128>> seen;  // a batch has each value of a cell once
    std::erase_if(e.unique_values, [&](const auto& v) { return !seen.insert({v.cell, v.value}).second; });
    REQUIRE(kept.add(e).has_value());
    must(*connection_, "BEGIN; SET LOCAL ROLE weir_worker");
    REQUIRE(usage::postgres_usage_writer(*connection_, "usage", frontier_, merger_).write(out).has_value());
    must(*connection_, "COMMIT");
  }

  usage::counted_cells kept;

 private:
  domain::aggregation kind_;
  std::unique_ptr<postgres::connection> connection_ = shared_database().connect();
  usage::cell_frontier frontier_;
  usage::postgres_claim_merger merger_;
  stream::offset next_ = 0;
};

const std::vector<usage_class> classes = {
    {{"region", {values[0], values[1]}}, {"size", {R"("big")"}}},
    {{"region", {values[2], values[3], values[5]}}},
    {{"size", {R"("big")"}}},
    {},
};

}  // namespace

TEST_CASE("totals of cells in memory are those of the rows") {
  std::mt19937 random(20261127);
  for (const auto kind :
       {domain::aggregation::count, domain::aggregation::sum, domain::aggregation::avg, domain::aggregation::min,
        domain::aggregation::max, domain::aggregation::latest, domain::aggregation::unique_count}) {
    CAPTURE(name(kind));
    both counted(kind);
    for (int batch = 0; batch < 3; ++batch)
      counted.count(random);
    postgres::meter_row meter;
    meter.number = meter.generation = 1;
    meter.slug = "m";
    meter.aggregation = name(kind);
    auto in = shared_database().connect_as_administrator();
    for (const auto& [from, to] : {std::pair(begin, end), {timestamp{begin.ns + 3'600'000'000'000}, end}}) {
      const auto stored = postgres::usage_totals::read(*in, 1, meter, from, to, classes);
      const auto again =
          app::recounted_totals(counted.kept, std::vector{app::cell_stretch{{1, 1, 1}, from, to}}, classes);
      REQUIRE(stored.has_value());
      REQUIRE(again.has_value());
      for (std::size_t i = 0; i < classes.size(); ++i) {
        CAPTURE(i);
        CHECK((*again)[i].events == (*stored)[i].events);
        CHECK((*again)[i].cells == (*stored)[i].cells);
        CHECK((*again)[i].id_sum == (*stored)[i].id_sum);
        CHECK((*again)[i].quantity.text() == (*stored)[i].quantity.text());
      }
    }
    const auto cells = postgres::usage_totals::list_cells(*in, meter, {1, begin, end, classes, 0}, {}, 1000);
    REQUIRE(cells.has_value());
    REQUIRE(!cells->empty());
    counted.kept.for_each({1, 1, 1}, begin, end, [&](const usage::counted_cells::cell_view& c) {
      const auto found = std::ranges::find_if(*cells, [&](const auto& s) {
        return s.hour == c.hour && s.subject == c.subject && s.dimensions == c.dimensions;
      });
      CHECK((found != cells->end()) == (app::class_of(c.dimensions, classes) == 0));
      if (found != cells->end()) CHECK(found->value.text() == app::value_of(c.cell).text());
    });
  }
}
