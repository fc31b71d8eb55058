// The trail in PostgreSQL: chained once, only ever added to, and every way to tamper with it as superuser is named.
#include <sstream>

#include <api/announce.hpp>
#include <api/audit_export.hpp>
#include <doctest/doctest.h>
#include <src/app/audit_trail.hpp>
#include <tests/postgres/as_role.hpp>
#include <tests/support/manual_clock.hpp>
#include <workers/audit/postgres_audit_store.hpp>
#include <workers/audit/postgres_checkpoint_signer.hpp>
#include <workers/audit/postgres_signing_key.hpp>

#include <weir/contract/audit_lines.hpp>
#include <weir/postgres/audit.hpp>
#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/lease_store.hpp>
#include <weir/postgres/tenants.hpp>

using namespace weir;
using namespace weir::test;
using namespace weir::audit;

namespace {

constexpr const char* secret = "a secret of at least 32 characters";

struct world {
  world() {
    empty_tables();
    REQUIRE(leases.prepare(1).has_value());
    held = leases.acquire(0).value().at(0);
    mine = platform([&](executor& in) { return tenants::create(in, {new_id("ten_"), 7, "mine", "Mine"}); }).value();
  }

  // Event n, of the tenant when it is odd.
  chained_event event(int n) const {
    chained_event e;
    e.entry.event_id = "evt_" + std::to_string(n);
    e.entry.type = n % 2 == 0 ? "meter.created" : "tenant.updated";
    e.entry.actor = "key_" + std::to_string(n % 3);
    e.entry.subject = "object_" + std::to_string(n % 4);
    if (n % 2 != 0) e.entry.tenant = mine.id;
    e.entry.occurred_at = {1'764'000'000'123'456'789 + n * 1'000'000'000LL};
    e.entry.request = "req_1";
    e.entry.before = n % 3 == 0 ? std::nullopt : std::optional<std::string>("{}");
    e.entry.after = R"({"n":"ü\u0001"})";
    const std::string salt(32, static_cast<char>(n));
    e.entry.personal = {{"address", domain::hash_personal("address", salt, "192.0.2.1")}};
    e.personal = {{"address", "person_" + std::to_string(n % 3), salt, "192.0.2.1"}};
    return e;
  }

  stream::commit_outcome flush(const std::vector<int>& numbers, bool commit = true) {
    auto tx = flushes.begin();
    REQUIRE(tx.has_value());
    const stream::progress move{0, held.epoch, offset, offset + 1, 1, false};
    const auto fenced = (*tx)->advance(std::span(&move, 1));
    REQUIRE(fenced.has_value());
    REQUIRE(fenced->empty());
    partition_events what{0, {}, {offset + 1, offset + 1}};
    for (int n : numbers)
      what.events.push_back(event(n));
    const auto written = store.write(**tx, what);
    REQUIRE_MESSAGE(written.has_value(), (written ? "" : written.error().detail));
    if (!commit) {
      (*tx)->roll_back();
      return stream::commit_outcome::rolled_back;
    }
    ++offset;
    return (*tx)->commit();
  }

  std::size_t sign(std::int64_t entries = 1) {
    postgres_checkpoint_signer signer(connections(), clock, secrets, {entries, 3600, 100},
                                      [&](const std::string& chain) { misfits.push_back(chain); });
    const auto done = signer.sign_due();
    REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().detail));
    return *done;
  }

  // The export, read back.
  app::audit_trail trail(tenant_scope as = tenant_scope::platform(), std::int32_t page = 3) {
    std::string all;
    std::optional<api::export_place> at = api::export_place{};
    while (at) {
      auto got = connections().read(role::api, as, [&](executor& in) { return api::read_export(in, {}, *at, page); });
      REQUIRE_MESSAGE(got.has_value(), (got ? "" : got.error().detail));
      all += got->lines;
      at = got->next;
    }
    std::istringstream in(all);
    return app::read_audit_file(in).value();
  }

  app::audit_verdict judge() { return app::verify_trail(trail()); }

  // As a superuser who knows how to get around triggers.
  void tamper(const std::string& sql) {
    auto c = shared_database().connect_as_administrator();
    must(*c, "SET session_replication_role = replica");
    must(*c, sql);
  }
  std::string ask(const std::string& sql) { return one(*shared_database().connect_as_administrator(), sql); }

  secret_ring secrets{secret};
  manual_clock clock{timestamp::from_ms(1'764'000'000'000)};
  ownership who{"audit", "weir.events", "a", std::chrono::seconds(60), std::make_shared<flush_backend>()};
  postgres::lease_store leases{shared_database().options(), who};
  flush_store flushes{{shared_database().options(), true, std::chrono::seconds(5)}, who};
  postgres_audit_store store{connections()};
  stream::lease held;
  tenant_row mine;
  std::int64_t offset = 0;
  std::vector<std::string> misfits;
};

}  // namespace

TEST_CASE("an event is chained once, in the chain of its tenant or the platform, and what was rolled back is not") {
  world w;
  w.flush({1, 2, 3}, false);
  w.flush({1, 2, 2, 3});
  w.flush({3, 4, 1});
  CHECK(w.ask("SELECT string_agg(event_id, ' ' ORDER BY sequence) FROM audit_entries WHERE tenant_number = 0") ==
        "evt_2 evt_4");
  CHECK(w.ask("SELECT string_agg(event_id, ' ' ORDER BY sequence) FROM audit_entries WHERE tenant_number = " +
              std::to_string(w.mine.number)) == "evt_1 evt_3");
  CHECK(w.store.find_mark(0).value()->seq == 2);
  CHECK(w.store.find_mark(0).value()->next == 2);
  CHECK_FALSE(w.store.find_mark(1).value());
  CHECK_FALSE(w.judge().problem);
  CHECK(w.judge().entries == 4);
}

TEST_CASE("nobody changes an entry or a checkpoint by ordinary statements, the owner included") {
  world w;
  w.flush({1, 2});
  CHECK(w.sign() == 2);
  auto owner = shared_database().connect();
  for (const std::string table : {"audit_entries", "audit_checkpoints"}) {
    for (const std::string& sql : {"UPDATE " + table + " SET chain = 'x'", "DELETE FROM " + table, "TRUNCATE " + table,
                                   "UPDATE " + table + " SET chain = 'x' WHERE false"}) {
      CAPTURE(sql);
      CHECK_FALSE(owner->query(sql.c_str()));
      CHECK(owner->last_error().sqlstate == "23001");
      for (const auto as : {role::api, role::worker}) {
        auto r = connections().with_transaction(as, tenant_scope::platform(), [&](executor& in) -> result<void> {
          auto done = in.query(sql.c_str());
          if (done) return {};
          CHECK(in.last_error().sqlstate == "42501");
          return std::unexpected(done.error());
        });
        CHECK_FALSE(r);
      }
    }
  }
  // A superuser's ordinary statement is refused too.
  CHECK_FALSE(shared_database().connect_as_administrator()->execute("DELETE FROM audit_entries"));
  CHECK(w.judge().entries == 2);
}

TEST_CASE("checkpoints are due by count or by age, cover each chain, and follow one another") {
  world w;
  w.flush({1, 2, 3, 4});
  CHECK(w.sign(3) == 0);
  CHECK(w.sign(2) == 2);
  CHECK(w.sign(1) == 0);  // nothing new
  w.flush({6});
  CHECK(w.sign(2) == 0);
  w.tamper("UPDATE audit_heads SET unsigned_since = now() - interval '1 hour'");
  CHECK(w.sign(2) == 1);
  const auto v = w.judge();
  CHECK_FALSE(v.problem);
  CHECK(v.checkpoints == 3);
  CHECK(v.unsigned_entries == 0);
  CHECK(w.ask("SELECT count(*) FROM audit_keys") == "1");
  CHECK(w.ask("SELECT count(*) FROM audit_keys WHERE encode(sealed_seed, 'hex') LIKE '%' || encode(public_key, 'hex') "
              "|| '%'") == "0");
}

TEST_CASE("a key that was sealed under another secret signs nothing, and a new key is made on request") {
  world w;
  w.flush({1});
  CHECK(w.sign() == 1);
  w.flush({3});
  const secret_ring theirs("another secret of 32 characters and more");
  postgres_checkpoint_signer other(connections(), w.clock, theirs, {1, 1, 10});
  const auto refused = other.sign_due();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == error_code::audit_key_sealed);
  REQUIRE(worker([&](executor& in) { return change_audit_key(in, theirs); }).has_value());
  CHECK(other.sign_due().value() == 1);
  CHECK_FALSE(w.judge().problem);
  CHECK(w.ask("SELECT count(DISTINCT key_id) FROM audit_checkpoints") == "2");
}

TEST_CASE("a chain whose newest entry is not what its head says is not signed") {
  world w;
  w.flush({1, 2});
  w.tamper("UPDATE audit_entries SET hash = sha256('x') WHERE tenant_number = 0");
  CHECK(w.sign() == 1);
  CHECK(w.misfits == std::vector<std::string>{"platform"});
}

TEST_CASE("personal data is erased by person and the chain stays valid") {
  world w;
  w.flush({1, 2, 3, 4, 5, 6});
  w.sign();
  CHECK(platform([](executor& in) { return postgres::audit::erase_person(in, "person_1"); }).value() == 2);
  CHECK(w.ask("SELECT count(*) FROM audit_personal") == "4");
  const auto v = w.judge();
  CHECK_FALSE(v.problem);
  CHECK(v.entries == 6);
  w.tamper("UPDATE audit_personal SET value = '198.51.100.1' WHERE tenant_number = 0 AND sequence = 1");
  REQUIRE(w.judge().problem);
  CHECK(w.judge().problem->what == domain::audit_fault::altered);
}

TEST_CASE("the export of a tenant has its own chain alone, and fits by itself") {
  world w;
  w.flush({1, 2, 3, 4});
  w.sign();
  const auto t = w.trail(tenant_scope::of(w.mine.number));
  REQUIRE(t.chains.size() == 1);
  CHECK(t.chains.begin()->first == w.mine.id);
  CHECK_FALSE(app::verify_trail(t).problem);
  CHECK(w.trail(tenant_scope::nobody()).chains.empty());
}

TEST_CASE("whatever a superuser does to the rows is found and named") {
  struct deed {
    const char* sql;
    domain::audit_fault what;
    std::int64_t sequence;
  };
  using enum domain::audit_fault;
  const deed deeds[] = {
      {"UPDATE audit_entries SET actor = 'key_x' WHERE tenant_number = 0 AND sequence = 3", altered, 3},
      {"UPDATE audit_entries SET after = '{}' WHERE tenant_number = 0 AND sequence = 3", altered, 3},
      {"UPDATE audit_entries SET occurred_at = occurred_at + interval '1 microsecond' WHERE tenant_number = 0 AND "
       "sequence = 3",
       altered, 3},
      {"UPDATE audit_entries SET personal = '{}' WHERE tenant_number = 0 AND sequence = 3", altered, 3},
      {"UPDATE audit_entries SET tenant = 'ten_x' WHERE tenant_number = 0 AND sequence = 3", altered, 3},
      {"UPDATE audit_entries SET hash = sha256('x') WHERE tenant_number = 0 AND sequence = 3", forged, 3},
      {"DELETE FROM audit_entries WHERE tenant_number = 0 AND sequence = 3", missing, 3},
      {"DELETE FROM audit_entries WHERE tenant_number = 0 AND sequence = 1", missing, 1},
      {"DELETE FROM audit_entries WHERE tenant_number = 0 AND sequence >= 3", cut, 3},
      {"DELETE FROM audit_entries WHERE tenant_number = 0", cut, 1},
      {"UPDATE audit_entries SET sequence = CASE sequence WHEN 2 THEN 1003 ELSE 1002 END WHERE tenant_number = 0 AND "
       "sequence IN (2, 3);"
       "UPDATE audit_entries SET sequence = sequence - 1000 WHERE sequence > 1000",
       reordered, 2},
      {"UPDATE audit_checkpoints SET head = sha256('x') WHERE tenant_number = 0 AND number = 1", forged, 2},
      {"UPDATE audit_checkpoints SET signature = decode(repeat('00', 64), 'hex') WHERE tenant_number = 0 AND number = "
       "2",
       forged, 4},
      {"DELETE FROM audit_checkpoints WHERE tenant_number = 0 AND number = 1", missing, 4},
  };
  for (const auto& d : deeds) {
    CAPTURE(std::string(d.sql));
    world w;
    w.flush({1, 2, 3, 4});
    w.sign();
    w.flush({5, 6, 7, 8});
    w.sign();
    REQUIRE_FALSE(w.judge().problem);
    w.tamper(d.sql);
    const auto v = w.judge();
    REQUIRE(v.problem);
    CHECK(domain::name(v.problem->what) == domain::name(d.what));
    CHECK(v.problem->sequence == d.sequence);
    CHECK(v.problem->chain == "platform");
  }
}

TEST_CASE("the trail is listed newest first with filters and a place to go on") {
  world w;
  w.flush({1, 2, 3, 4, 5, 6});
  const auto list = [&](postgres::audit::filter f, std::optional<postgres::audit::time_cursor> after,
                        std::int32_t limit, tenant_scope as = tenant_scope::platform()) {
    auto got =
        connections().read(role::api, as, [&](executor& in) { return postgres::audit::list(in, f, after, limit); });
    std::string ids;
    for (const auto& r : got.value())
      ids += r.entry.event_id.substr(4);
    return ids;
  };
  CHECK(list({}, {}, 10) == "654321");
  CHECK(list({.type = "meter.created"}, {}, 10) == "642");
  CHECK(list({.actor = "key_1"}, {}, 10) == "41");
  CHECK(list({.subject = "object_2"}, {}, 10) == "62");
  CHECK(list({.tenant_number = w.mine.number}, {}, 10) == "531");
  CHECK(list({.from = w.event(3).entry.occurred_at, .to = w.event(5).entry.occurred_at}, {}, 10) == "43");
  CHECK(list({}, {}, 10, tenant_scope::of(w.mine.number)) == "531");
  const auto first = platform([&](executor& in) { return postgres::audit::list(in, {}, {}, 2); }).value();
  CHECK(list({},
             postgres::audit::time_cursor{first[1].entry.occurred_at, first[1].tenant_number, first[1].entry.sequence},
             2) == "43");
}

TEST_CASE("a partition that halts is announced once") {
  world w;
  REQUIRE(w.leases.mark_halted({0, error_code::log_gap, 5, {0, 9}, "look"}, w.held.epoch).has_value());
  REQUIRE(w.leases.mark_halted({0, error_code::log_gap, 5, {0, 9}, "look"}, w.held.epoch).has_value());
  CHECK(w.ask("SELECT string_agg(type || ' ' || (payload::json ->> 'subject'), ',') FROM outbox") ==
        "usage.partition_halted audit/weir.events/0");
}
