// Random histories of archive workers that crash, are paused and lose answers: every record of the log is in the
// archive once and in order, whatever is killed, and what was left behind can be swept.
#include <memory>
#include <random>

#include <doctest/doctest.h>
#include <tests/support/manual_clock.hpp>
#include <tests/support/stepping_committer.hpp>
#include <workers/archive/archive_processor.hpp>
#include <workers/archive/archived_log.hpp>
#include <workers/archive/manifest_index.hpp>
#include <workers/archive/memory_archive_index.hpp>
#include <workers/archive/sweep_orphans.hpp>
#include <workers/archive/verify_archive.hpp>

#include <weir/stream/engine.hpp>
#include <weir/stream/memory_log.hpp>

using namespace weir;
using namespace weir::archive;

namespace {

using test::crash;
using test::stepping_committer;

constexpr stream::partition_number partitions = 4;
constexpr const char* topic = "weir.usage";
constexpr const char* installation = "ins_01ARZ3NDEKTSV4RRFFQ69G5FA0";

struct process {
  std::unique_ptr<stream::memory_log_reader> reader;
  std::unique_ptr<stream::memory_lease_store> leases;
  std::unique_ptr<stream::memory_store> store;
  std::unique_ptr<memory_archive_index> index;
  std::unique_ptr<object_store> objects;
  std::unique_ptr<archive_processor> processor;
  std::unique_ptr<stepping_committer> committer;
  std::unique_ptr<stream::engine> engine;
  std::int64_t paused_until_ms = 0;
};

stream::stored_record record_of(std::mt19937_64& random, stream::partition_number partition, int number) {
  stream::stored_record r{1'000'000 + number, std::to_string(partition), std::to_string(number), {}};
  r.value.append(random() % 200, static_cast<char>(random()));
  for (auto i = random() % 4; i > 0; --i)
    r.headers.push_back({"h" + std::to_string(i), std::string(random() % 5, '\0')});
  return r;
}

bool same(const stream::record& r, const stream::stored_record& wanted) {
  if (r.appended_ms != wanted.appended_ms || r.key != wanted.key || r.value != wanted.value) return false;
  if (r.headers.size() != wanted.headers.size()) return false;
  for (std::size_t i = 0; i < wanted.headers.size(); ++i) {
    if (r.headers[i].name != wanted.headers[i].name || r.headers[i].value != wanted.headers[i].value) return false;
  }
  return true;
}

// Everything from `from` on, one after the other.
void check_read(archive_index& index, object_store& objects, stream::log_reader* reader, const stream::memory_log& log,
                stream::partition_number partition, stream::offset from) {
  archived_log all(index, objects, reader, topic, partition, from);
  auto expected = from;
  for (;;) {
    const auto records = all.next();
    REQUIRE(records.has_value());
    if (records->empty()) break;
    for (const auto& r : *records) {
      REQUIRE(r.offset == expected);
      const auto* wanted = log.find(partition, expected);
      REQUIRE(wanted != nullptr);
      REQUIRE(same(r, *wanted));
      ++expected;
    }
  }
  CHECK(expected == log.bounds(partition).high_watermark);
}

}  // namespace

TEST_CASE("every record is archived once and in order, whatever is killed or paused") {
  int crashes = 0, unknown = 0;
  std::uint64_t orphans = 0;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    CAPTURE(seed);
    std::mt19937_64 random(seed);
    bool faults = true;
    test::manual_clock clock(timestamp::from_ms(1'000'000));
    stream::memory_log log(partitions);
    stream::memory_database database(clock, 1000);
    object_contents files;
    int appended = 0;
    const auto fault = [&](std::string_view) -> std::optional<error> {
      if (faults && random() % 50 == 0) throw crash{};
      if (faults && random() % 30 == 0) return error(error_code::database_unavailable);
      return std::nullopt;
    };
    const auto store_fault = [&](std::string_view) -> std::optional<error> {
      if (faults && random() % 12 == 0) throw crash{};
      if (faults && random() % 12 == 0) return error(error_code::archive_unavailable);
      return std::nullopt;
    };
    const stream::store_faults in_store{fault,
                                        [&]() -> std::optional<stream::commit_outcome> {
                                          if (!faults || random() % 8 != 0) return std::nullopt;
                                          ++unknown;
                                          return stream::commit_outcome::unknown;
                                        },
                                        [&] { return random() % 2 == 0; }};
    int started = 0;
    const auto start = [&](process& p) {
      const auto owner = "w" + std::to_string(++started);
      p.engine.reset();
      p.committer.reset();
      p.reader = std::make_unique<stream::memory_log_reader>(log, clock);
      p.leases = std::make_unique<stream::memory_lease_store>(database, owner, stream::store_faults{fault, {}, {}});
      p.store = std::make_unique<stream::memory_store>(database, owner, in_store);
      p.index = std::make_unique<memory_archive_index>(database);
      p.objects = make_memory_object_store(files, store_fault);
      p.processor = std::make_unique<archive_processor>(archive_options{installation, topic, 700, 1500, {}}, *p.index,
                                                        *p.objects);
      p.committer = std::make_unique<stepping_committer>();
      stream::engine_options o;
      o.poll_most = 3;
      o.flush_age_ms = o.catch_up_age_ms = 300;
      o.renew_every_ms = o.acquire_every_ms = 250;
      p.engine = std::make_unique<stream::engine>(o, partitions, *p.reader, *p.leases, *p.store, *p.processor,
                                                  *p.committer, clock);
      p.paused_until_ms = 0;
    };
    process workers[3];
    for (auto& w : workers)
      start(w);
    const auto done = [&] {
      for (stream::partition_number p = 0; p < partitions; ++p) {
        const auto row = database.rows().leases.find(p);
        if (row == database.rows().leases.end() || row->second.next != log.bounds(p).high_watermark) return false;
      }
      return true;
    };
    for (int i = 0; i < 40'000 && (faults || !done()); ++i) {
      if (i == 1200) faults = false;
      if (i < 1200 && random() % 12 == 0) {
        const auto p = static_cast<stream::partition_number>(random() % partitions);
        log.append(p, record_of(random, p, appended++));
      }
      clock.advance_ms(static_cast<std::int64_t>(random() % 60));
      auto& w = workers[random() % 3];
      if (faults && random() % 100 == 0)
        w.paused_until_ms = clock.monotonic_ms() + static_cast<std::int64_t>(random() % 3000);
      if (faults && clock.monotonic_ms() < w.paused_until_ms) continue;
      try {
        const auto stepped = w.engine->step();
        REQUIRE(stepped.has_value());
      } catch (const crash&) {
        ++crashes;
        start(w);
      }
    }
    REQUIRE(done());

    memory_archive_index index(database);
    const auto objects = make_memory_object_store(files);
    const auto look = [&](archive_index& by) {
      const auto verdict = verify_archive(by, *objects, {});
      REQUIRE(verdict.has_value());
      for (const auto& p : verdict->problems)
        MESSAGE(p.object, ": ", p.explanation);
      CHECK(verdict->problems.empty());
      CHECK(verdict->records == appended);
      for (stream::partition_number p = 0; p < partitions; ++p) {
        const auto high = log.bounds(p).high_watermark;
        check_read(by, *objects, nullptr, log, p, 0);
        check_read(by, *objects, nullptr, log, p, static_cast<stream::offset>(random() % static_cast<unsigned>(high)));
      }
    };
    look(index);
    auto removed = sweep_orphans(index, *objects, installation);
    REQUIRE(removed.has_value());
    orphans += *removed;
    look(index);
    auto by_manifests = manifest_index::load(*objects, "");
    REQUIRE(by_manifests.has_value());
    look(*by_manifests);

    // What comes later is only in the log, and the log forgets what came first.
    for (stream::partition_number p = 0; p < partitions; ++p) {
      const auto archived = log.bounds(p).high_watermark;
      for (int i = 0; i < 5; ++i)
        log.append(p, record_of(random, p, appended++));
      stream::memory_log_reader reader(log, clock);
      check_read(index, *objects, &reader, log, p, 0);
      stream::memory_log shorter = log;
      shorter.delete_before(p, archived);
      stream::memory_log_reader rest(shorter, clock);
      check_read(index, *objects, &rest, log, p, 0);
      shorter.delete_before(p, archived + 2);
      stream::memory_log_reader torn(shorter, clock);
      archived_log all(index, *objects, &torn, topic, p, archived);
      const auto refused = all.next();
      REQUIRE_FALSE(refused.has_value());
      CHECK(refused.error().code == error_code::archive_gap);
      CHECK(refused.error().detail.contains(std::to_string(archived) + " to " + std::to_string(archived + 1)));
    }
  }
  // The bad days were there.
  CHECK(crashes > 300);
  CHECK(unknown > 50);
  CHECK(orphans > 100);
}

TEST_CASE("a topic that was made anew is a log of another number, and the old one stays as it was") {
  std::mt19937_64 random(1);
  test::manual_clock clock(timestamp::from_ms(1'000'000));
  stream::memory_log log(partitions);
  stream::memory_database database(clock, 1000);
  object_contents files;
  const auto objects = make_memory_object_store(files);
  const auto archive_all = [&] {
    stream::memory_log_reader reader(log, clock);
    stream::memory_lease_store leases(database, "w", {});
    stream::memory_store store(database, "w");
    memory_archive_index index(database);
    archive_processor processor({installation, topic, 700, 1500, {}}, index, *objects);
    stepping_committer committer;
    stream::engine_options o;
    o.flush_age_ms = o.catch_up_age_ms = 10;
    stream::engine engine(o, partitions, reader, leases, store, processor, committer, clock);
    for (int i = 0; i < 200; ++i) {
      clock.advance_ms(20);
      REQUIRE(engine.step().has_value());
    }
    REQUIRE(engine.stop(std::chrono::seconds(1)).has_value());
  };
  for (int i = 0; i < 30; ++i)
    log.append(0, record_of(random, 0, i));
  archive_all();
  const auto before = files;
  log.recreate(0);
  for (int i = 0; i < 12; ++i)
    log.append(0, record_of(random, 0, 100 + i));
  // What weir partition accept-loss --to 0 leaves.
  auto& row = database.rows().leases.at(0);
  row.next = 0;
  row.last_fingerprint.reset();
  row.halted.reset();
  archive_all();
  memory_archive_index index(database);
  CHECK(index.newest(topic, 0).value()->manifest.log_number == 1);
  check_read(index, *objects, nullptr, log, 0, 0);
  for (const auto& [name, bytes] : before)
    CHECK(files.at(name) == bytes);
  // What the old log had is swept by nobody.
  CHECK(sweep_orphans(index, *objects, installation).value() == 0);
  const auto verdict = verify_archive(index, *objects, {}).value();
  REQUIRE(verdict.problems.size() == 1);  // nobody has said here that it was given up
  CHECK(verdict.problems[0].explanation.contains("it begins at 0, although"));
}
