// Counting a log once more in memory gives the cells that the worker's tables have, wherever it is cut, and stops where
// it is told to.
#include <algorithm>

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <tests/sim/calm_pass.hpp>
#include <tests/unit/workers/claims_of_a_partition.hpp>
#include <workers/usage/recount.hpp>

#include <weir/contract/topics.hpp>
#include <weir/stream/memory_log.hpp>

using namespace weir;
using namespace weir::sim;

namespace {

class still_clock final : public clock_source {
 public:
  timestamp now() const override { return timestamp::from_ms(epoch_ms); }
  std::int64_t monotonic_ms() const override { return epoch_ms; }
};

constexpr timestamp always_from{0};
constexpr timestamp always_to = timestamp::from_ms(epoch_ms + std::int64_t{1000} * 86'400'000);

// A log of one partition whose meters are others from the middle on.
struct logged {
  explicit logged(std::uint64_t seed, std::size_t size = 60) : random(seed), source(random, 1) {
    for (std::size_t i = 0; i < size; ++i)
      in.records[0].push_back(
          usage_log::encode(source.make(epoch_ms + static_cast<std::int64_t>(i) * 1000).record, random));
    in.tenants = source.tenants();
    in.versions[1] = source.meters();
    in.versions[2] = source.meters();
    in.versions[2].erase(in.versions[2].begin());
    in.definition_offsets = {{{0, 1}, 0}, {{0, 2}, static_cast<stream::offset>(size / 2)}};
    in.quarantined.insert({0, static_cast<stream::offset>(size / 3)});
  }

  // Of the first `end` records.
  usage::usage_tables calm(stream::offset end) const {
    auto first = in;
    first.records[0].resize(static_cast<std::size_t>(end));
    return calm_pass(first);
  }

  rng random;
  usage_log source;
  calm_input in;
};

class counted_again {
 public:
  explicit counted_again(const logged& of) : of_(of), log_(1) {
    for (const auto& r : of.in.records.at(0))
      log_.append(0, r);
    for (std::size_t i = 0; i < facts_.claim_key.size(); ++i)  // of memory_usage_store
      facts_.claim_key[i] = static_cast<std::uint8_t>(i);
    for (const auto& [key, from] : of.in.definition_offsets)
      facts_.versions.push_back({from, key.second});
    for (const auto& [partition, at] : of.in.quarantined)
      facts_.quarantined.insert(at);
    usage::recount_options options;
    for (const auto& t : of.in.tenants)
      options.tenants.emplace(t.id, t.facts);
    options.definitions = [&of](std::int64_t version) -> result<usage::definitions_snapshot> {
      return usage::definitions_snapshot{version, of.in.versions.at(version)};
    };
    again_.emplace(std::move(options), facts_, *claims_.storage);
    for (const auto& t : of.in.tenants) {
      for (const auto& m : of.in.versions.at(1))
        again_->cells().want({t.facts.number, m.definition.number, m.generation}, always_from, always_to);
    }
  }

  void count(stream::offset from, stream::offset to) {
    stream::memory_log_reader reader(log_, clock_);
    REQUIRE(reader.assign(0, from).has_value());
    for (auto at = from; at < to;) {
      const auto records = reader.poll(static_cast<std::size_t>(to - at), std::chrono::milliseconds(0)).value();
      REQUIRE(!records.empty());
      REQUIRE(again_->absorb(records).has_value());
      at = records.back().offset + 1;
    }
    REQUIRE(again_->settle().has_value());
  }

  void give_up(stream::offset from, stream::offset next) { facts_.lost.push_back({from, next, {}}); }

  std::map<usage::stored_cell_key, usage::stored_cell> cells() {
    std::map<usage::stored_cell_key, usage::stored_cell> out;
    for (const auto& t : of_.in.tenants) {
      for (const auto& m : of_.in.versions.at(1)) {
        again_->cells().for_each({t.facts.number, m.definition.number, m.generation}, always_from, always_to,
                                 [&](const usage::counted_cells::cell_view& c) {
                                   out.emplace(
                                       usage::stored_cell_key{t.facts.number, m.definition.number, m.generation,
                                                              static_cast<std::int32_t>(c.hour.ns / 60'000'000'000),
                                                              std::string(c.subject), std::string(c.dimensions)},
                                       c.cell);
                                 });
      }
    }
    return out;
  }

  usage::counted_cells& kept() { return again_->cells(); }

 private:
  const logged& of_;
  still_clock clock_;
  stream::memory_log log_;
  usage::claims_of_a_partition claims_{16};  // sealed into files all the time
  usage::recount_facts facts_;
  std::optional<usage::recount> again_;
};

}  // namespace

TEST_CASE("a log that is counted again gives the cells of the tables, at every place where one looks") {
  CHECK(rc::check([](std::uint64_t seed, const std::set<std::uint8_t>& cuts) {
    const logged log(seed);
    const auto size = static_cast<stream::offset>(log.in.records.at(0).size());
    std::set<stream::offset> ends{size};
    for (const auto at : cuts)
      ends.insert(at % size + 1);
    counted_again again(log);
    stream::offset from = 0;
    for (const auto to : ends) {
      again.count(from, to);
      RC_ASSERT(again.cells() == log.calm(to).cells);
      from = to;
    }
  }));
}

TEST_CASE("rows of an import are counted into cells of their own, up to the last one that the worker has looked at") {
  rng random(7);
  usage_log source(random, 1);
  const auto& t = source.tenants().front();
  const auto meter = *std::ranges::find(source.meters(), domain::aggregation::count,
                                        [](const auto& m) { return m.definition.aggregation; });
  const auto id = history_import_id::parse("him_00000000000000000000000001").value();
  const auto begin = timestamp::from_ms(epoch_ms), end = timestamp::from_ms(epoch_ms + 86'400'000);
  usage::recount_facts facts;
  facts.versions.push_back({0, 1});
  usage::recount_options options;
  options.tenants.emplace(t.id, t.facts);
  options.imports[id] = {{1, t.facts.number, meter.definition.number, begin, end}, 2};
  options.definitions = [&](std::int64_t version) -> result<usage::definitions_snapshot> {
    return usage::definitions_snapshot{version, source.meters()};
  };
  usage::claims_of_a_partition claims{16};
  usage::recount again(std::move(options), facts, *claims.storage);
  const usage::counted_cells::series live{t.facts.number, meter.definition.number, meter.generation};
  const usage::counted_cells::series of_import{t.facts.number, meter.definition.number, -1};
  for (const auto& series : {live, of_import})
    again.cells().want(series, always_from, always_to);

  // Years later: no live event is so old. The third record repeats the first one's row; the last one came when the
  // import was closed, and the one before it is of an import that is not in its place.
  stream::offset next = 0;
  const auto absorb = [&](const std::string& row, const std::string& import) {
    made_record record;
    record.tenant = t.id;
    record.appended_ms = epoch_ms + std::int64_t{900} * 86'400'000;
    record.events.push_back({.id = row,
                             .source = "s",
                             .type = meter.definition.event_type,
                             .subject = "u",
                             .time = begin,
                             .value = "1",
                             .group = {},
                             .who = {}});
    auto stored = usage_log::encode(record, random);
    if (!import.empty()) stored.headers.push_back({std::string(contract::history_header), import});
    std::vector<stream::header> headers;
    for (const auto& h : stored.headers)
      headers.push_back({h.name, h.value});
    const stream::record r{.partition = 0,
                           .offset = next++,
                           .appended_ms = stored.appended_ms,
                           .key = stored.key,
                           .value = stored.value,
                           .headers = headers};
    REQUIRE(again.absorb(std::span(&r, 1)).has_value());
  };
  absorb("a", id.text());
  absorb("b", id.text());
  absorb("a", id.text());
  absorb("c", "him_00000000000000000000000002");
  absorb("d", id.text());
  absorb("e", "");
  REQUIRE(again.settle().has_value());
  const auto events = [&](const usage::counted_cells::series& of) {
    std::int64_t out = 0;
    again.cells().for_each(of, always_from, always_to,
                           [&](const usage::counted_cells::cell_view& c) { out += c.cell.events; });
    return out;
  };
  CHECK(events(of_import) == 2);
  CHECK(events(live) == 0);
}

TEST_CASE("what was given up is counted by neither, and other meters of other hours take no memory") {
  const logged log(4711);
  const auto size = static_cast<stream::offset>(log.in.records.at(0).size());
  counted_again again(log);
  again.give_up(0, size);
  again.count(0, size);
  CHECK(again.cells().empty());

  usage::counted_cells narrow;
  const auto& t = log.in.tenants.front();
  const auto hour = timestamp::from_ms(epoch_ms - epoch_ms % 3'600'000);
  narrow.want({t.facts.number, 1, 1}, hour, {hour.ns + 3'600'000'000'000});
  usage::cell_table cells;
  for (const auto minutes : {0, 60, -60}) {
    const usage::cell_key key{
        t.facts.number, 1, 1, static_cast<std::int32_t>(hour.ns / 60'000'000'000) + minutes, "s", "{}"};
    const auto at = cells.find_or_make(key, usage::cell_table::hash_of(key), domain::aggregation::count);
    REQUIRE(cells.add(at, {}));
  }
  usage::partition_effects effects;
  effects.cells = cells.take();
  REQUIRE(narrow.add(effects).has_value());
  CHECK(narrow.size() == 1);
}

TEST_CASE("values beyond the limit leave their cell with all of their events, as they do in the database") {
  usage::counted_cells kept;
  kept.want({1, 1, 1}, {0}, {3'600'000'000'000});
  const usage::cell_key key{1, 1, 1, 0, "s", "{}"};
  const auto batch = [&](std::uint64_t first, std::uint64_t values) {
    usage::cell_table cells;
    const auto at = cells.find_or_make(key, usage::cell_table::hash_of(key), domain::aggregation::unique_count);
    usage::partition_effects effects;
    for (std::uint64_t i = 0; i < values; ++i) {
      REQUIRE(cells.add(at, {.value = {}, .time_ns = 0, .identity_bits = 1, .offset = 0}));
      effects.unique_values.push_back({.cell = at, .value = {0, first + i}, .events = 1, .id_sum = 1});
    }
    effects.cells = cells.take();
    REQUIRE(kept.add(effects).has_value());
  };
  batch(0, usage::unique_values_most - 1);
  batch(usage::unique_values_most - 2, 3);  // one that is there, one that fits, one that does not
  batch(usage::unique_values_most + 5, 1);
  kept.for_each({1, 1, 1}, {0}, {3'600'000'000'000}, [](const usage::counted_cells::cell_view& c) {
    CHECK(c.cell.events == usage::unique_values_most + 1);
    CHECK(c.cell.id_sum == usage::unique_values_most + 1);
    CHECK(std::ssize(c.cell.unique_values) == usage::unique_values_most);
  });
}
