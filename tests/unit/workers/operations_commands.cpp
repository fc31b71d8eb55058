// Commands through the engine, on the in-memory twins: each has one effect and one result, whatever is killed.
#include <algorithm>
#include <memory>
#include <random>

#include <doctest/doctest.h>
#include <tests/support/manual_clock.hpp>
#include <tests/support/stepping_committer.hpp>
#include <workers/operations/memory_operations_store.hpp>
#include <workers/operations/operations_processor.hpp>

#include <weir/contract/topics.hpp>
#include <weir/stream/engine.hpp>
#include <weir/stream/memory_log.hpp>

using namespace weir;
using namespace weir::operations;

namespace {

using test::crash;
using test::stepping_committer;

contract::command command_of(int number, std::vector<rejected_id> ids, bool redrive) {
  contract::command c;
  c.id = *command_id::parse("cmd_01ARZ3NDEKTSV4RRFFQ69G5" + std::to_string(100 + number));
  c.issued_at = timestamp::from_ms(1'000'000);
  c.principal = "key_1";
  if (redrive) {
    c.body = contract::redrive_rejected{std::move(ids)};
  } else {
    c.body = contract::discard_rejected{std::move(ids)};
  }
  return c;
}

stream::stored_record stored(const contract::command& c) {
  auto record = contract::command_record(c, {}, 1, {});
  return {1'000'000, record.key, record.value, record.headers};
}

rejected_id rejected(int number) {
  return *rejected_id::parse("rej_01ARZ3NDEKTSV4RRFFQ69G5" + std::to_string(100 + number));
}

stream::record record_of(const stream::stored_record& r, std::vector<stream::header>& headers) {
  headers.clear();
  for (const auto& h : r.headers)
    headers.push_back({h.name, h.value});
  return {0, 7, r.appended_ms, r.key, r.value, headers};
}

}  // namespace

TEST_CASE("a command is read with who asked, and a record that makes no sense is refused with a reason") {
  std::vector<stream::header> headers;
  const auto c = command_of(1, {rejected(1)}, true);
  auto good = stored(c);
  auto read = read_command(record_of(good, headers));
  CHECK(read.id == c.id.text());
  CHECK(read.type == "weir.rejected.redrive.v1");
  CHECK(read.principal == "key_1");
  REQUIRE(read.body.has_value());
  CHECK(job_of(read.id) == "job_" + c.id.text().substr(4));

  auto unknown = good;
  unknown.value.replace(unknown.value.find("redrive"), 7, "explode");
  read = read_command(record_of(unknown, headers));
  REQUIRE(read.refused.has_value());
  CHECK(read.refused->code == error_code::command_unknown_type);
  CHECK(read.id == c.id.text());
  CHECK(read.type == "weir.rejected.explode.v1");
  CHECK(read.principal == "key_1");

  for (const char* text : {"", "nonsense", "[]", "{}", R"({"id":"cmd_x"})", R"({"id":7,"type":[]})"}) {
    auto bad = good;
    bad.value = text;
    read = read_command(record_of(bad, headers));
    CHECK(read.refused.has_value());
    CHECK(command_id::parse(read.id).has_value());
    CHECK(read.id == read_command(record_of(bad, headers)).id);
  }
  auto framed = good;
  framed.headers.front().value = "2";
  CHECK(read_command(record_of(framed, headers)).refused->code == error_code::record_frame_unknown);
}

TEST_CASE("a batch with a command is urgent, and a partition that was lost takes its commands with it") {
  memory_operations_store store;
  operations_processor p(store);
  CHECK_FALSE(p.weight().urgent);
  std::vector<stream::header> headers;
  const auto good = stored(command_of(1, {rejected(1)}, true));
  CHECK(p.absorb(record_of(good, headers)).has_value());
  CHECK(p.weight().urgent);
  CHECK(p.weight().events == 1);
  p.close(0);
  CHECK_FALSE(p.weight().urgent);
}

TEST_CASE("every command has one effect, whatever is killed, and each record a result") {
  int crashes = 0, unknown = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    std::mt19937_64 random(seed);
    bool faults = true;
    test::manual_clock clock(timestamp::from_ms(1'000'000));
    stream::memory_log log(1);
    stream::memory_database database(clock, 1000);
    auto& tables = memory_operations_store::tables(database);
    for (int i = 0; i < 30; ++i)
      tables.rejected[rejected(i).text()] = "open";
    // Every third command is produced twice, every seventh record is nonsense.
    int records_of_sense = 0;
    for (int i = 0; i < 20; ++i) {
      const auto c = command_of(i, {rejected(i)}, i % 2 == 0);
      log.append(0, stored(c));
      if (i % 3 == 0) log.append(0, stored(c));
      if (i % 7 == 0) log.append(0, {1'000'000, "0", "nonsense", {{"weir-frame", "1"}}});
      ++records_of_sense;
    }
    const auto fault = [&](std::string_view) -> std::optional<error> {
      if (faults && random() % 50 == 0) throw crash{};
      if (faults && random() % 30 == 0) return error(error_code::database_unavailable);
      return std::nullopt;
    };
    stream::store_faults in_store{fault,
                                  [&]() -> std::optional<stream::commit_outcome> {
                                    if (!faults || random() % 8 != 0) return std::nullopt;
                                    ++unknown;
                                    return stream::commit_outcome::unknown;
                                  },
                                  [&] { return random() % 2 == 0; }};
    int started = 0;
    struct process {
      std::unique_ptr<stream::memory_log_reader> reader;
      std::unique_ptr<stream::memory_lease_store> leases;
      std::unique_ptr<stream::memory_store> store;
      std::unique_ptr<memory_operations_store> operations;
      std::unique_ptr<operations_processor> processor;
      std::unique_ptr<stepping_committer> committer;
      std::unique_ptr<stream::engine> engine;
    } p;
    const auto start = [&] {
      const auto owner = "w" + std::to_string(++started);
      p.engine.reset();
      p.reader = std::make_unique<stream::memory_log_reader>(log, clock);
      p.leases = std::make_unique<stream::memory_lease_store>(database, owner, stream::store_faults{fault, {}, {}});
      p.store = std::make_unique<stream::memory_store>(database, owner, in_store);
      p.operations = std::make_unique<memory_operations_store>();
      p.processor = std::make_unique<operations_processor>(*p.operations);
      p.committer = std::make_unique<stepping_committer>();
      stream::engine_options o;
      o.poll_most = 3;
      p.engine =
          std::make_unique<stream::engine>(o, 1, *p.reader, *p.leases, *p.store, *p.processor, *p.committer, clock);
    };
    start();
    const auto end = log.bounds(0).high_watermark;
    for (int i = 0; i < 20'000; ++i) {
      if (i == 600) faults = false;
      const auto row = database.rows().leases.find(0);
      if (!faults && row != database.rows().leases.end() && row->second.next == end) break;
      clock.advance_ms(static_cast<std::int64_t>(random() % 60));
      try {
        const auto done = p.engine->step();
        REQUIRE(done.has_value());
      } catch (const crash&) {
        ++crashes;
        start();
      }
    }
    const auto& after = memory_operations_store::tables(database);
    REQUIRE(database.rows().leases.at(0).next == end);
    auto once = after.carried_out;
    std::ranges::sort(once);
    CHECK(std::ranges::adjacent_find(once) == once.end());
    CHECK(after.jobs.size() == 10);
    CHECK(std::ranges::count_if(after.rejected, [](auto& r) { return r.second == "discarded"; }) == 10);
    CHECK(std::ranges::count_if(after.results, [](auto& r) { return r.second.status == "succeeded"; }) ==
          records_of_sense);
    CHECK(std::ranges::count_if(after.results, [](auto& r) { return r.second.status == "failed"; }) == 3);
  }
  CHECK(crashes > 100);
  CHECK(unknown > 100);
}
