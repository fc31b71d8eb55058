// Ownership: two owners share, a stopped one is taken over, nobody else's rows are touched.
#include <thread>

#include <doctest/doctest.h>
#include <tests/postgres/scratch_database.hpp>

#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/lease_store.hpp>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using renewal = stream::lease_store::renewal;

namespace {

postgres::ownership owner(const std::string& name, std::chrono::milliseconds lease = 60s) {
  postgres::ownership who;
  who.consumer = "usage";
  who.topic = "weir.usage";
  who.owner = name;
  who.lease = lease;
  return who;
}

postgres::lease_store leases_of(const postgres::ownership& who) {
  return {shared_database().options(), who};
}

// What time would do: every lease of this owner ran out, and it was not seen since.
void expire(const std::string& name) {
  auto c = shared_database().connect();
  must(*c, "UPDATE leases SET lease_until = clock_timestamp() - interval '1 hour' WHERE owner = '" + name + "'");
  must(*c, "UPDATE lease_owners SET last_seen = clock_timestamp() - interval '1 hour' WHERE owner = '" + name + "'");
}

std::vector<renewal> held(const std::vector<stream::lease>& leases) {
  std::vector<renewal> out;
  for (const auto& l : leases)
    out.push_back({l.partition, l.epoch, std::nullopt});
  return out;
}

std::vector<int> partitions(const std::vector<stream::lease>& leases) {
  std::vector<int> out;
  for (const auto& l : leases)
    out.push_back(l.partition);
  return out;
}

stream::progress move(const stream::lease& l, stream::offset next) {
  return {l.partition, l.epoch, l.next, next, 0xfedcba9876543210, false};
}

}  // namespace

TEST_CASE("prepare makes rows once and refuses another number of partitions") {
  empty_tables();
  auto a = leases_of(owner("a"));
  CHECK(a.prepare(4).has_value());
  CHECK(a.prepare(4).has_value());
  CHECK(a.prepare(8).error().code == error_code::partition_count_mismatch);
  CHECK(a.prepare(3).error().code == error_code::partition_count_mismatch);
  auto c = shared_database().connect();
  CHECK(one(*c, "SELECT count(*) FROM leases") == "4");
  must(*c, "DELETE FROM leases WHERE partition = 1");
  CHECK(a.prepare(4).has_value());
  CHECK(one(*c, "SELECT count(*) FROM leases") == "4");
}

TEST_CASE("two owners share, and a third waits until something is released") {
  empty_tables();
  auto a = leases_of(owner("a"));
  auto b = leases_of(owner("b"));
  REQUIRE(a.prepare(5).has_value());
  auto first = a.acquire(0).value();
  CHECK(partitions(first) == std::vector{0, 1, 2, 3, 4});
  CHECK(first[0].epoch == 1);
  CHECK_FALSE(first[0].taken_over);
  CHECK(first[0].attempts == 0);
  CHECK(a.acquire(5).value().empty());

  CHECK(b.acquire(0).value().empty());
  CHECK(a.fair_share().value() == 3);
  auto mine = held(first);
  REQUIRE(a.release(std::span(mine).subspan(3)).has_value());
  auto second = b.acquire(0).value();
  CHECK(partitions(second) == std::vector{3, 4});
  CHECK(second[0].epoch == 2);
  CHECK_FALSE(second[0].taken_over);

  // What was given away is not given back or renewed by its former owner.
  REQUIRE(a.release(mine).has_value());
  CHECK(b.renew(held(second)).value().empty());
  CHECK(a.renew(mine).value() == std::vector{0, 1, 2, 3, 4});
}

TEST_CASE("halted partitions have no owner and do not count for the share") {
  empty_tables();
  auto a = leases_of(owner("a"));
  auto b = leases_of(owner("b"));
  REQUIRE(a.prepare(4).has_value());
  auto leases = a.acquire(0).value();
  REQUIRE(b.fair_share().value() == 2);
  for (int p : {0, 1}) {
    stream::halt why{p, error_code::log_truncated, 7, {1, 3}, "the log \"ends\" before"};
    REQUIRE(a.mark_halted(why, leases[0].epoch).has_value());
  }
  CHECK(b.fair_share().value() == 1);
  CHECK(a.renew(held(leases)).value() == std::vector{0, 1});
  auto c = shared_database().connect();
  CHECK(one(*c,
            "SELECT halt->>'code' || ' ' || (halt->>'expected') || ' ' || (halt->>'high_watermark') FROM leases WHERE "
            "partition = 0") == "log_truncated 7 3");
  CHECK(b.acquire(0).value().empty());
}

TEST_CASE("an expired owner is taken over, and attempts rise until there is progress") {
  empty_tables();
  auto a = leases_of(owner("a"));
  REQUIRE(a.prepare(1).has_value());
  REQUIRE(a.acquire(0).value().size() == 1);
  CHECK(a.note_attempt(0, 1).has_value());
  CHECK(a.note_attempt(0, 9).error().code == error_code::lease_lost);
  expire("a");
  auto who = owner("b");
  auto b = leases_of(who);
  auto taken = b.acquire(0).value();
  REQUIRE(taken.size() == 1);
  CHECK(taken[0].epoch == 2);
  CHECK(taken[0].taken_over);
  CHECK(taken[0].attempts == 1);
  CHECK(taken[0].isolated == 1);
  CHECK(a.note_attempt(0, 1).error().code == error_code::lease_lost);

  postgres::flush_store store({.connection = shared_database().options()}, who);
  auto tx = store.begin().value();
  CHECK(tx->advance(std::array{move(taken[0], 10)}).value().empty());
  CHECK(tx->commit() == stream::commit_outcome::committed);
  expire("b");
  auto c = leases_of(owner("c"));
  auto third = c.acquire(0).value();
  REQUIRE(third.size() == 1);
  CHECK(third[0].attempts == 1);
  CHECK(third[0].isolated == 0);
  CHECK(third[0].next == 10);
  CHECK(third[0].last_fingerprint == 0xfedcba9876543210);
}

TEST_CASE("a worker stopped inside its flush is disconnected and taken over") {
  empty_tables();
  auto who = owner("a");
  auto a = leases_of(who);
  auto b = leases_of(owner("b"));
  postgres::flush_store store({.connection = shared_database().options()}, who);
  REQUIRE(a.prepare(2).has_value());
  SUBCASE("its flush connection is older than its leases") {
    REQUIRE(store.begin().has_value());
  }
  SUBCASE("its flush connection is younger than its leases") {}
  auto leases = a.acquire(0).value();
  REQUIRE(leases.size() == 2);
  {
    auto connected = store.begin().value();
  }
  auto watcher = shared_database().connect();
  must(*watcher, "UPDATE leases SET lease_until = clock_timestamp() - interval '1 hour'");
  const std::array moves{move(leases[0], 5), move(leases[1], 5)};
  auto tx = store.begin().value();
  REQUIRE(tx->advance(moves).value().empty());

  // Its leases ran out, but it is seen and renews: merely slow.
  CHECK(a.renew(held(leases)).value().empty());
  CHECK(b.acquire(0).value().empty());

  must(*watcher, "UPDATE lease_owners SET last_seen = clock_timestamp() - interval '1 hour' WHERE owner = 'a'");
  auto taken = b.acquire(0).value();
  REQUIRE(partitions(taken) == std::vector{0, 1});
  CHECK(taken[0].next == 0);
  CHECK(taken[0].epoch == 2);
  CHECK(taken[0].taken_over);

  // The stopped one wakes up: its transaction is gone, and its epoch is fenced.
  CHECK(tx->commit() == stream::commit_outcome::unknown);
  auto outcome = store.resolve(moves).value();
  CHECK_FALSE(outcome.committed);
  CHECK(outcome.fenced == std::vector{0, 1});
}

TEST_CASE("a worker that starts beside a stopped one does not wait for its rows") {
  empty_tables();
  auto who = owner("a");
  auto a = leases_of(who);
  postgres::flush_store store({.connection = shared_database().options()}, who);
  REQUIRE(a.prepare(2).has_value());
  auto leases = a.acquire(0).value();
  auto tx = store.begin().value();
  expire("a");
  REQUIRE(tx->advance(std::array{move(leases[0], 5)}).value().empty());
  auto b = leases_of(owner("b"));
  CHECK(b.prepare(2).has_value());
  CHECK(b.acquire(0).value().size() == 2);
}

TEST_CASE("another backend with the recorded pid is left alone") {
  empty_tables();
  auto a = leases_of(owner("a"));
  REQUIRE(a.prepare(1).has_value());
  REQUIRE(a.acquire(0).value().size() == 1);
  expire("a");
  auto bystander = shared_database().connect();
  must(*bystander, "UPDATE leases SET backend_pid = pg_backend_pid(), backend_start = '2001-01-01Z'");
  must(*bystander, "BEGIN; SELECT * FROM leases FOR UPDATE");
  auto b = leases_of(owner("b"));
  CHECK(b.acquire(0).value().empty());
  CHECK(bystander->execute("COMMIT").has_value());
  CHECK(b.acquire(0).value().size() == 1);
}

TEST_CASE("renewal skips rows that the own flush has locked, and moves data_through only forward") {
  empty_tables();
  auto who = owner("a");
  auto a = leases_of(who);
  postgres::flush_store store({.connection = shared_database().options()}, who);
  REQUIRE(a.prepare(2).has_value());
  auto leases = a.acquire(0).value();
  auto tx = store.begin().value();
  REQUIRE(tx->advance(std::array{move(leases[0], 5)}).value().empty());
  const auto now = a.database_time().value();
  auto renewals = held(leases);
  renewals[0].data_through = now;
  renewals[1].data_through = now;
  CHECK(a.renew(renewals).value().empty());
  CHECK(tx->commit() == stream::commit_outcome::committed);
  CHECK(a.renew(renewals).value() == std::vector{0});  // an offset that the row is not at: a restored database
  renewals[0].committed = renewals[0].sealed = 5;
  renewals[1].data_through = timestamp{now.ns - 1'000'000'000};
  CHECK(a.renew(renewals).value().empty());
  renewals[0].data_through.reset();
  CHECK(a.renew(renewals).value().empty());
  auto c = shared_database().connect();
  auto r = c->query("SELECT data_through FROM leases ORDER BY partition").value();
  CHECK(r.at(0, 0).timestamp() == now);
  CHECK(r.at(1, 0).timestamp() == now);
}

TEST_CASE("an owner that leaves makes room at once, and a lost connection is opened again") {
  empty_tables();
  auto a = leases_of(owner("a"));
  auto b = leases_of(owner("b"));
  REQUIRE(a.prepare(4).has_value());
  CHECK(b.fair_share().value() == 4);
  CHECK(a.fair_share().value() == 2);
  REQUIRE(b.leave().has_value());
  auto c = shared_database().connect();
  must(*c,
       "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
       "pg_backend_pid()");
  CHECK(a.fair_share().error().code == error_code::database_unavailable);
  CHECK(a.fair_share().value() == 4);
}
