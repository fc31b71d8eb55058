// Announcements get gapless numbers in the order in which they can be seen, under one owner at a time.
#include <doctest/doctest.h>
#include <tests/postgres/scratch_database.hpp>

#include <weir/postgres/lease_store.hpp>
#include <weir/postgres/outbox.hpp>
#include <weir/postgres/outbox_relay_store.hpp>

using namespace weir;
using namespace weir::test;
using namespace weir::postgres;

namespace {

ownership relay(const std::string& name) {
  return {"relay", "weir.events", name, std::chrono::seconds(60), std::make_shared<flush_backend>()};
}

void announce(connection& c, int n, int bucket) {
  must(c, "SET ROLE weir_worker");
  auto r = outbox::append(c, {"evt_" + std::to_string(n), std::nullopt, bucket, "weir.test", "{}", std::nullopt});
  REQUIRE(r.has_value());
  CHECK(*r);
}

std::string ids(const std::vector<outbox_relay_store::item>& items) {
  std::string out;
  for (const auto& i : items)
    out += std::to_string(i.seq) + ":" + i.id + " ";
  return out;
}

}  // namespace

TEST_CASE("numbers are gapless, in the order of commit, by partition, and published once confirmed") {
  empty_tables();
  auto who = relay("a");
  lease_store leases(shared_database().options(), who);
  REQUIRE(leases.prepare(2).has_value());
  const auto held = leases.acquire(0).value();
  outbox_relay_store store(shared_database().options(), who, 2);

  auto early = shared_database().connect();
  auto late = shared_database().connect();
  must(*early, "BEGIN");
  announce(*early, 1, 0);
  for (int n : {2, 3, 4})
    announce(*late, n, n == 3 ? 1 : 1022);
  CHECK(store.claim(0, held[0].epoch, 10).value() == 2);
  CHECK(store.claim(1, held[1].epoch, 10).value() == 1);
  must(*early, "COMMIT");
  CHECK(store.claim(0, held[0].epoch, 10).value() == 1);
  CHECK(store.claim(0, held[0].epoch, 10).value() == 0);
  CHECK(ids(store.unconfirmed(0, 10).value()) == "1:evt_2 2:evt_4 3:evt_1 ");
  CHECK(store.lag().value().waiting == 4);

  CHECK(store.confirm(0, held[0].epoch, 2).has_value());
  CHECK(ids(store.unconfirmed(0, 10).value()) == "3:evt_1 ");
  CHECK(store.confirm(0, held[0].epoch, 1).has_value());  // late and harmless
  CHECK(ids(store.unconfirmed(0, 10).value()) == "3:evt_1 ");
  CHECK(store.lag().value().waiting == 2);
  CHECK(one(*late, "SELECT string_agg(id, ' ' ORDER BY id) FROM outbox WHERE published_at IS NOT NULL") ==
        "evt_2 evt_4");

  auto again = outbox::append(*late, {"evt_1", std::nullopt, 0, "weir.test", "{}", std::nullopt});
  CHECK(again == false);
}

TEST_CASE("a relay that lost its lease can neither claim nor confirm") {
  empty_tables();
  auto who = relay("a");
  lease_store leases(shared_database().options(), who);
  REQUIRE(leases.prepare(1).has_value());
  const auto held = leases.acquire(0).value();
  outbox_relay_store zombie(shared_database().options(), who, 1);
  auto c = shared_database().connect();
  announce(*c, 1, 0);
  announce(*c, 2, 0);
  REQUIRE(zombie.claim(0, held[0].epoch, 1).value() == 1);

  must(*c, "RESET ROLE; UPDATE leases SET lease_until = '-infinity'");
  auto successor = relay("b");
  lease_store others(shared_database().options(), successor);
  const auto taken = others.acquire(0).value();
  REQUIRE(taken.size() == 1);
  CHECK(zombie.claim(0, held[0].epoch, 10).error().code == error_code::lease_lost);
  CHECK(zombie.confirm(0, held[0].epoch, 1).error().code == error_code::lease_lost);

  outbox_relay_store store(shared_database().options(), successor, 1);
  CHECK(ids(store.unconfirmed(0, 10).value()) == "1:evt_1 ");
  CHECK(store.claim(0, taken[0].epoch, 10).value() == 1);
  CHECK(ids(store.unconfirmed(0, 10).value()) == "1:evt_1 2:evt_2 ");
}
