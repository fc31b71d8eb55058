// Progress and effects commit together, or not at all, and an unknown outcome is found out.
#include <thread>

#include <doctest/doctest.h>
#include <tests/postgres/cut_proxy.hpp>
#include <tests/postgres/scratch_database.hpp>

#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/lease_store.hpp>

using namespace weir;
using namespace weir::test;
using stream::commit_outcome;

namespace {

struct worker {
  postgres::ownership who;
  postgres::lease_store leases;
  postgres::flush_store store;
  std::vector<stream::lease> held;

  explicit worker(const std::string& name, const std::string& flush_url = shared_database().url(),
                  bool synchronous = true)
      : who{"usage", "weir.usage", name, std::chrono::seconds(60), std::make_shared<postgres::flush_backend>()},
        leases(shared_database().options(), who),
        store(
            {.connection = {.url = flush_url, .application_name = "flush-" + name}, .synchronous_commit = synchronous},
            who) {
    if (!leases.prepare(3)) throw std::runtime_error("prepare failed");
    held = leases.acquire(0).value();
  }

  stream::progress move(std::size_t i, stream::offset next) {
    return {held[i].partition, held[i].epoch, held[i].next, next, 42, false};
  }
};

std::string offsets() {
  return one(*shared_database().connect(), "SELECT string_agg(next_offset::text, ' ' ORDER BY partition) FROM leases");
}

}  // namespace

TEST_CASE("effects and progress appear together, as weir_worker, with the asked durability") {
  empty_tables();
  worker a("a", shared_database().url(), false);
  auto tx = a.store.begin().value();
  CHECK(tx->advance(std::array{a.move(0, 10), a.move(2, 30)}).value().empty());
  auto& c = postgres::flush_transaction::of(*tx).connection();
  CHECK(one(c, "SELECT current_user") == "weir_worker");
  CHECK(one(c, "SHOW synchronous_commit") == "off");
  must(c, "INSERT INTO feature_flags (name, enabled) VALUES ('effect', true)");
  CHECK(offsets() == "0 0 0");
  CHECK(tx->commit() == commit_outcome::committed);
  CHECK(offsets() == "10 0 30");
  CHECK(one(*shared_database().connect(), "SELECT count(*) FROM feature_flags") == "1");
  CHECK(one(c, "SELECT current_user") == "weir_test_owner");

  auto second = a.store.begin().value();
  second.reset();  // never finished
  auto third = a.store.begin().value();
  CHECK(third->advance(std::array{a.move(1, 20)}).value().empty());
  third->roll_back();
  CHECK(offsets() == "10 0 30");
}

TEST_CASE("a zombie under an older epoch, a wrong position and a halt are fenced, the others named free") {
  empty_tables();
  worker a("a");
  auto c = shared_database().connect();
  must(*c, "UPDATE leases SET epoch = epoch + 1 WHERE partition = 0");
  must(*c, "UPDATE leases SET next_offset = 7 WHERE partition = 1");
  auto tx = a.store.begin().value();
  CHECK(tx->advance(std::array{a.move(0, 10), a.move(1, 10), a.move(2, 10)}).value() == std::vector{0, 1});
  tx->roll_back();
  must(*c, "UPDATE leases SET halt = '{}' WHERE partition = 2");
  tx = a.store.begin().value();
  CHECK(tx->advance(std::array{a.move(2, 10)}).value() == std::vector{2});
  tx->roll_back();
  CHECK(offsets() == "0 7 0");
}

TEST_CASE("an epoch that a restored database gave out twice moves nothing for its first holder") {
  empty_tables();
  worker a("a");
  auto c = shared_database().connect();
  must(*c, "UPDATE leases SET owner = 'b'");
  auto tx = a.store.begin().value();
  CHECK(tx->advance(std::array{a.move(0, 10), a.move(1, 10)}).value() == std::vector{0, 1});
  tx->roll_back();
  CHECK(offsets() == "0 0 0");
}

TEST_CASE("of two flushes that race for a row, the second finds itself fenced") {
  empty_tables();
  worker a("a");
  auto first = a.store.begin().value();
  CHECK(first->advance(std::array{a.move(0, 10)}).value().empty());
  postgres::ownership twin = a.who;
  twin.backend = std::make_shared<postgres::flush_backend>();
  postgres::flush_store other({.connection = shared_database().options()}, twin);
  // The twin's announcement waits for the row that the first flush has locked, so it connects beforehand.
  std::vector<int> fenced;
  std::thread second([&] {
    auto tx = other.begin();
    if (!tx) return;
    if (auto r = (*tx)->advance(std::array{a.move(0, 99)})) fenced = *r;
  });
  auto c = shared_database().connect();
  while (one(*c,
             "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") ==
         "0") {
    std::this_thread::yield();
  }
  CHECK(first->commit() == commit_outcome::committed);
  second.join();
  CHECK(fenced == std::vector{0});
  CHECK(offsets() == "10 0 0");
}

TEST_CASE("a locked row ends the wait with lock_timeout and the flush can be tried again") {
  empty_tables();
  worker a("a");
  postgres::flush_options quick{.connection = shared_database().options(),
                                .lock_timeout = std::chrono::milliseconds(50)};
  postgres::flush_store store(quick, a.who);
  {
    // Announcing the connection waits for the row too, so it connects beforehand.
    auto warm = store.begin().value();
  }
  auto c = shared_database().connect();
  must(*c, "BEGIN; SELECT * FROM leases WHERE partition = 0 FOR UPDATE");
  auto tx = store.begin().value();
  auto r = tx->advance(std::array{a.move(0, 1)});
  REQUIRE_FALSE(r.has_value());
  CHECK(r.error().code == error_code::lock_timeout);
  CHECK(tx->commit() == commit_outcome::rolled_back);
  must(*c, "COMMIT");
  tx = store.begin().value();
  CHECK(tx->advance(std::array{a.move(0, 1)}).value().empty());
  CHECK(tx->commit() == commit_outcome::committed);
}

TEST_CASE("keep_attempts leaves the count of owners without progress as it is") {
  empty_tables();
  worker a("a");
  auto c = shared_database().connect();
  must(*c, "UPDATE leases SET attempts = 3, isolated = 2");
  auto tx = a.store.begin().value();
  auto careful = a.move(0, 1);
  careful.keep_attempts = true;
  CHECK(tx->advance(std::array{careful, a.move(1, 1)}).value().empty());
  CHECK(tx->commit() == commit_outcome::committed);
  CHECK(one(*c, "SELECT string_agg(attempts || ',' || isolated, ' ' ORDER BY partition) FROM leases") == "3,0 0,0 3,2");
}

TEST_CASE("a connection that died while idle is replaced without an error") {
  empty_tables();
  worker a("a");
  {
    auto tx = a.store.begin().value();
  }
  auto c = shared_database().connect();
  must(*c, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'flush-a'");
  auto tx = a.store.begin().value();
  CHECK(tx->advance(std::array{a.move(0, 10)}).value().empty());
  CHECK(tx->commit() == commit_outcome::committed);
  CHECK(one(*c,
            "SELECT count(*) FROM leases l JOIN pg_stat_activity s ON s.pid = l.backend_pid AND s.backend_start = "
            "l.backend_start WHERE s.application_name = 'flush-a'") == "3");
}

TEST_CASE("a backend terminated before COMMIT leaves an unknown outcome that resolves to not committed") {
  empty_tables();
  worker a("a");
  auto tx = a.store.begin().value();
  CHECK(tx->advance(std::array{a.move(0, 10)}).value().empty());
  must(*shared_database().connect(),
       "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'flush-a'");
  CHECK(tx->commit() == commit_outcome::unknown);
  auto outcome = a.store.resolve(std::array{a.move(0, 10)}).value();
  CHECK_FALSE(outcome.committed);
  CHECK(outcome.fenced.empty());
}

TEST_CASE("the network cut at COMMIT is resolved both ways") {
  empty_tables();
  cut_proxy proxy(shared_database().url());
  worker a("a", proxy.url());
  auto tx = a.store.begin().value();
  CHECK(tx->advance(std::array{a.move(0, 10), a.move(1, 10)}).value().empty());
  const std::array moves{a.move(0, 10), a.move(1, 10)};

  SUBCASE("after the server has committed") {
    proxy.set(cut_proxy::mode::forward_commit);
    CHECK(tx->commit() == commit_outcome::unknown);
    auto outcome = a.store.resolve(moves).value();
    CHECK(outcome.committed);
    CHECK(outcome.fenced.empty());
    CHECK(offsets() == "10 10 0");
  }
  SUBCASE("before the server has seen it, with its backend still holding the rows") {
    proxy.set(cut_proxy::mode::swallow_commit);
    CHECK(tx->commit() == commit_outcome::unknown);
    auto outcome = a.store.resolve(moves).value();
    CHECK_FALSE(outcome.committed);
    CHECK(outcome.fenced.empty());
    CHECK(offsets() == "0 0 0");
  }
  SUBCASE("and a successor has taken one partition meanwhile") {
    proxy.set(cut_proxy::mode::forward_commit);
    CHECK(tx->commit() == commit_outcome::unknown);
    must(*shared_database().connect(), "UPDATE leases SET epoch = epoch + 1, owner = 'b' WHERE partition = 1");
    auto outcome = a.store.resolve(moves).value();
    CHECK(outcome.committed);
    CHECK(outcome.fenced == std::vector{1});
  }
  CHECK(proxy.cuts() == 1);
  // The worker goes on with the same store.
  tx.reset();
  tx = a.store.begin().value();
  CHECK(tx->advance(std::array{a.move(2, 5)}).value().empty());
  CHECK(tx->commit() == commit_outcome::committed);
}

TEST_CASE("backends terminated at random around COMMIT never leave a wrong resolution") {
  empty_tables();
  worker a("a");
  auto killer = shared_database().connect();
  int unknown = 0;
  for (int round = 0; round < 40; ++round) {
    auto tx = a.store.begin().value();
    auto c = postgres::flush_transaction::of(*tx).connection().backend_pid();
    const std::array moves{a.move(0, a.held[0].next + 1)};
    REQUIRE(tx->advance(moves).value().empty());
    const auto sql = "SELECT pg_terminate_backend(" + std::to_string(c) + ")";
    std::thread race([&] { (void)killer->query(sql.c_str()); });
    for (volatile int i = 0; i < round * 5000; i = i + 1) {
    }
    auto outcome = tx->commit();
    race.join();
    if (outcome == commit_outcome::unknown) {
      ++unknown;
      auto found = a.store.resolve(moves).value();
      REQUIRE(found.fenced.empty());
      outcome = found.committed ? commit_outcome::committed : commit_outcome::rolled_back;
    }
    if (outcome == commit_outcome::committed) ++a.held[0].next;
    REQUIRE(offsets() == std::to_string(a.held[0].next) + " 0 0");
  }
  MESSAGE("unknown outcomes: ", unknown);
}
