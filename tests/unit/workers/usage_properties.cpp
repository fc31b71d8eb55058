// What must hold for every log, however it is cut, repeated or stirred. The logs are those of the simulation.
#include <algorithm>
#include <set>

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <tests/sim/calm_pass.hpp>
#include <tests/sim/usage_model.hpp>

using namespace weir;
using namespace weir::sim;

namespace {

constexpr std::int64_t version = 1;

// A random log of one partition, and what has to be said to count it.
struct random_log {
  explicit random_log(std::uint64_t seed, std::size_t size = 40) : random(seed), source(random, 1) {
    for (std::size_t i = 0; i < size; ++i)
      made.push_back(source.make(epoch_ms + static_cast<std::int64_t>(i) * 1000).record);
  }

  calm_input input(const std::vector<made_record>& records) {
    calm_input in;
    in.tenants = source.tenants();
    in.versions[version] = source.meters();
    in.definition_offsets[{0, version}] = 0;
    for (const auto& r : records)
      in.records[0].push_back(usage_log::encode(r, random));
    return in;
  }

  rng random;
  usage_log source;
  std::vector<made_record> made;
};

// Sums without the places in the log, which a change of order moves.
std::set<std::string> without_places(usage::usage_tables t) {
  for (auto& [key, cell] : t.cells)
    cell.first_offset = cell.last_offset = 0;
  for (auto& [partition, claims] : t.claims) {
    for (auto& claim : claims)
      claim.entry.offset = 0;
  }
  for (auto& [key, counts] : t.conservation)
    counts.first_offset = counts.last_offset = 0;
  for (auto& row : t.rejected) {
    row.id = {};
    row.first_offset = row.last_offset = row.event_index = 0;
  }
  return rows_of(t);
}

std::multiset<std::pair<hash128, std::uint32_t>> claims_of(const usage::usage_tables& t) {
  std::multiset<std::pair<hash128, std::uint32_t>> out;
  for (const auto& [partition, claims] : t.claims) {
    for (const auto& claim : claims)
      out.insert({claim.entry.identity, claim.entry.content});
  }
  return out;
}

// Each identity once: whichever of two came first would win.
void drop_resends(std::vector<made_record>& records) {
  std::set<std::tuple<tenant_id, std::string, std::string>> seen;
  for (auto& r : records)
    std::erase_if(r.events, [&](const made_event& e) { return !seen.insert({r.tenant, e.source, e.id}).second; });
  std::erase_if(records, [](const made_record& r) { return r.events.empty() || r.fault != record_fault::none; });
  for (auto& r : records)
    r.appended_ms = epoch_ms;  // the broker's clock decides an event's age: it is no part of the order
}

}  // namespace

TEST_CASE("tables do not depend on where a log is cut into flushes, nor on who makes each of them") {
  CHECK(rc::check([](std::uint64_t seed, const std::set<std::uint8_t>& cuts, bool reopened) {
    random_log log(seed);
    const auto whole = log.input(log.made);
    auto cut = whole;
    cut.reopened = reopened;
    for (auto at : cuts)
      cut.flushes.insert({0, at % log.made.size()});
    const auto wrong = unequal(calm_pass(cut), calm_pass(whole));
    if (wrong) RC_LOG() << *wrong;
    RC_ASSERT(!wrong);
  }));
}

TEST_CASE("a prefix of a log gives the tables of that prefix, as the slow model computes them") {
  CHECK(rc::check([](std::uint64_t seed, std::uint8_t at) {
    random_log log(seed);
    std::vector<made_record> prefix(log.made.begin(), log.made.begin() + at % (log.made.size() + 1));
    if (prefix.empty()) return;
    std::set<std::int32_t> tenants;
    for (const auto& t : log.source.tenants())
      tenants.insert(t.facts.number);
    const auto model = model_of(prefix, log.source.tenants(), {{0, log.source.meters()}}, {});
    const auto wrong = difference(model, calm_pass(log.input(prefix)), 0, tenants, log.source.meters());
    if (wrong) RC_LOG() << *wrong;
    RC_ASSERT(!wrong);
  }));
}

TEST_CASE("records that come again move no cell and no claim") {
  CHECK(rc::check([](std::uint64_t seed, const std::vector<std::uint8_t>& again) {
    random_log log(seed);
    auto twice = log.made;
    for (auto at : again) {
      twice.push_back(log.made[at % log.made.size()]);
      twice.back().appended_ms = log.made.back().appended_ms;
    }
    const auto once = calm_pass(log.input(log.made));
    const auto repeated = calm_pass(log.input(twice));
    RC_ASSERT(once.cells == repeated.cells);
    RC_ASSERT(claims_of(once) == claims_of(repeated));
  }));
}

TEST_CASE("sums do not depend on the order of events that are no resends") {
  CHECK(rc::check([](std::uint64_t seed) {
    random_log log(seed);
    auto records = log.made;
    drop_resends(records);
    RC_PRE(!records.empty());
    auto stirred = records;
    std::ranges::shuffle(stirred, log.random);
    for (auto& r : stirred)
      std::ranges::shuffle(r.events, log.random);
    RC_ASSERT(without_places(calm_pass(log.input(records))) == without_places(calm_pass(log.input(stirred))));
  }));
}
