// Claims in the real tables: small runs become few, nothing in them changes, and a ledger's local files are believed
// only while they say the same.
#include <algorithm>
#include <filesystem>

#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>
#include <tests/unit/workers/claims_of_a_partition.hpp>
#include <unistd.h>
#include <workers/usage/postgres_claim_merger.hpp>
#include <workers/usage/postgres_usage_store.hpp>
#include <workers/usage/postgres_usage_writer.hpp>

#include <weir/postgres/installation.hpp>

using namespace weir;
using namespace weir::test;
using namespace weir::usage;

namespace {

constexpr arrival_day day = 20'500;

// Flushes of a partition whose sizes the test chooses, as the worker's writer does them.
class flushes {
 public:
  flushes() : connection_(shared_database().connect()) {
    empty_tables();
    auto owner = shared_database().connect();
    REQUIRE(postgres::installation::create_or_check(
        *owner, {.id = "i", .topic_prefix = "", .partitions = 4, .claim_key = std::string(32, 'k')}));
    must(*connection_, "BEGIN; SET LOCAL ROLE weir_worker; DELETE FROM usage_claim_runs; COMMIT");
  }

  void flush(std::size_t claims, arrival_day at = day, bool commit = true) {
    must(*connection_, "BEGIN; SET LOCAL ROLE weir_worker");
    usage_effects effects;
    const auto version = connection_->query("SELECT version FROM definitions");
    REQUIRE(version);
    effects.definitions_version = version->at(0, 0).int8();
    partition_effects e;
    e.partition = 2;
    const auto before = next;
    std::vector<claim_list::block> spare;
    for (std::size_t i = 0; i < claims; ++i, ++next)
      e.claims[at].push_back(entry_of(static_cast<std::uint64_t>(next), next), spare);
    e.next_offset = next;
    effects.partitions.push_back(std::move(e));
    const auto done = postgres_usage_writer(*connection_, "usage", frontier_, merger_).write(effects);
    REQUIRE_MESSAGE(done, done.error().detail);
    must(*connection_, commit ? "COMMIT" : "ROLLBACK");
    if (!commit) next = before;
  }
  std::string ask(const std::string& sql) {
    auto c = shared_database().connect_as_administrator();
    return one(*c, sql);
  }

  stream::offset next = 0;

 private:
  std::unique_ptr<postgres::connection> connection_;
  cell_frontier frontier_;
  postgres_claim_merger merger_;
};

struct scratch_folder {
  std::string path = (std::filesystem::temp_directory_path() / "weir-claims-XXXXXX").string();
  scratch_folder() { REQUIRE(::mkdtemp(path.data()) != nullptr); }
  ~scratch_folder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("small runs are merged twice at most, large ones never, and no claim is lost, doubled or moved") {
  flushes f;
  for (int i = 0; i < 6200; ++i) {
    f.flush(i == 1000 ? 3000 : 1 + static_cast<std::size_t>(i % 3), day, i % 97 != 5);
    if (i % 97 == 5) f.flush(2);
  }
  CHECK(f.ask("SELECT count(*) < 300 FROM usage_claim_runs") == "t");
  CHECK(f.ask("SELECT count(*) FROM usage_claim_runs WHERE level = 2") == "2");  // one merged, one large
  CHECK(f.ask("SELECT count(*) FROM usage_claim_runs WHERE octet_length(entries) / 24 = 3000") == "1");
  // Runs of a day do not overlap: readers stop at the first that may hold an offset.
  CHECK(f.ask("SELECT count(*) FROM (SELECT first_offset <= lag(last_offset) OVER (ORDER BY first_offset) AS bad FROM "
              "usage_claim_runs) AS x WHERE bad") == "0");

  postgres_usage_store store(connections(), shared_database().options(), "usage");
  std::vector<claim_entry> found;
  claim_sum all;
  const auto none = store.load_claims(2, 0, 0, [&](arrival_day at, const claim_entry& e) {
    CHECK(at == day);
    found.push_back(e);
    all.add(e);
  });
  REQUIRE(none);
  CHECK(none->empty());
  REQUIRE(found.size() == static_cast<std::size_t>(f.next));
  std::ranges::sort(found, {}, &claim_entry::offset);
  for (stream::offset at = 0; at < f.next; ++at) {
    const auto wanted = entry_of(static_cast<std::uint64_t>(at), at);
    const auto& e = found[static_cast<std::size_t>(at)];
    REQUIRE(e.identity == wanted.identity);
    REQUIRE(e.content == wanted.content);
    REQUIRE(e.offset == at);
  }
  // The sums of what is behind an offset, and the claims of the run that stands across it, make the same.
  claim_sum before;
  const auto sums = store.load_claims(2, 0, 5000, [&](arrival_day, const claim_entry& e) {
    if (e.offset < 5000) before.add(e);
  });
  REQUIRE(sums);
  before.add(sums->at(day));
  claim_sum wanted;
  for (stream::offset at = 0; at < 5000; ++at)
    wanted.add(entry_of(static_cast<std::uint64_t>(at), at));
  CHECK(before == wanted);
}

TEST_CASE("a ledger on a disk and the real tables: restarted, restored, deleted, dropped") {
  flushes f;
  const scratch_folder scratch;
  postgres_usage_store store(connections(), shared_database().options(), "usage");
  held_chores chores;
  claim_storage_options options;
  options.hot_most = 100;
  options.folder = [&](const hash128&, stream::partition_number) { return open_disk_claim_folder(scratch.path); };
  std::unique_ptr<claim_storage> storage;
  std::unique_ptr<claim_ledger> ledger;
  std::uint64_t starts = 0;
  auto start = [&](arrival_day since = 0) {
    ledger.reset();
    options.first_id = ++starts << 32;
    storage = std::make_unique<claim_storage>(options, chores);
    ledger = make_sealed_claim_ledger(*storage, 2);
    const auto opened = ledger->open(1, f.next, since, {{1, 2}, [&](auto from_day, auto from, const auto& take) {
                                                          return store.load_claims(2, from_day, from, take);
                                                        }});
    REQUIRE(opened);
  };
  auto known = [&](stream::offset from, stream::offset to) {
    for (auto at = from; at < to; ++at) {
      const auto answer = ledger->claim(day, entry_of(static_cast<std::uint64_t>(at), f.next));
      REQUIRE(answer == claim_answer::duplicate);
    }
  };
  for (int i = 0; i < 100; ++i)
    f.flush(7, day - (i < 50));
  start();
  CHECK(storage->rebuilds == 0);
  CHECK(ledger->memory().sealed_count > 500);
  known(0, f.next);
  f.flush(30);
  start();
  CHECK(storage->rebuilds == 0);
  CHECK(ledger->memory().hot_count == 30);
  known(0, f.next);

  auto c = shared_database().connect_as_administrator();
  SUBCASE("a claim in the database changes") {
    must(*c,
         "UPDATE usage_claim_runs SET digest = digest + 1 WHERE first_offset = (SELECT min(first_offset) FROM "
         "usage_claim_runs)");
    start();
    CHECK(storage->rebuilds == 1);
    known(0, f.next);
  }
  SUBCASE("the files are gone") {
    std::filesystem::remove_all(scratch.path);
    start();
    CHECK(storage->rebuilds == 0);  // nothing was there to be wrong
    CHECK(ledger->memory().sealed_count > 500);
    known(0, f.next);
  }
  SUBCASE("days are kept until every partition has come past them") {
    must(*c,
         "INSERT INTO leases (consumer, topic, partition, data_through) VALUES ('usage', 'weir.usage', 0, now()), "
         "('usage', 'weir.usage', 1, NULL)");
    CHECK(store.forget_claims(35) == 0);
    must(*c,
         "UPDATE leases SET data_through = timestamptz '1970-01-01 01:00Z' + 20530 * interval '1 day' WHERE partition "
         "= 1");
    CHECK(store.forget_claims(35) == 20530 - 37);
    must(*c,
         "UPDATE leases SET data_through = timestamptz '1970-01-01 01:00Z' + 20537 * interval '1 day' WHERE partition "
         "= 1");
    CHECK(store.forget_claims(35) == day);
    CHECK(f.ask("SELECT count(DISTINCT day) FROM usage_claim_runs") == "1");
  }
  SUBCASE("old days are dropped, here and there") {
    auto pool_since = store.claims_since();
    CHECK(pool_since == 0);
    must(*c, "SELECT drop_claim_days(date '1970-01-01' + 20500)");
    CHECK(store.claims_since() == day);
    start(day);
    CHECK(storage->rebuilds == 0);
    known(350, f.next);
    CHECK(ledger->claim(day, entry_of(3, f.next)) == claim_answer::fresh);
    must(*c, "UPDATE installation SET claims_since = '1970-01-01'");
  }
}
