// The pool: bounded, narrowed to role and tenant, and usable again after the database was away.
#include <atomic>
#include <thread>

#include <doctest/doctest.h>
#include <tests/postgres/cut_proxy.hpp>
#include <tests/postgres/scratch_database.hpp>

#include <weir/postgres/pool.hpp>

using namespace weir;
using namespace weir::test;
using namespace weir::postgres;

namespace {

pool_options options(std::size_t size, const std::string& url = shared_database().url()) {
  return {.connection = {.url = url, .application_name = "pool"},
          .size = size,
          .wait = std::chrono::milliseconds(200),
          .hooks = {}};
}

result<std::string> text(executor& in, const char* sql) {
  auto r = in.query(sql);
  if (!r) return std::unexpected(r.error());
  return r->at(0, 0).string();
}

void kill_pool() {
  must(*shared_database().connect(),
       "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'pool'");
}

auto select_one = [](executor& in) { return text(in, "SELECT 1"); };

}  // namespace

TEST_CASE("role and tenant hold for one transaction") {
  pool p(options(1));
  const auto who = [](executor& in) { return text(in, "SELECT current_user || ' ' || tenant_setting()"); };
  CHECK(p.with_transaction(role::api, tenant_scope::of(7), who) == "weir_api 7");
  CHECK(p.with_transaction(role::worker, tenant_scope::nobody(), who) == "weir_worker ");
  CHECK(p.read(role::login, tenant_scope::platform(), who) == "weir_login *");
  CHECK(p.with_transaction(role::owner, tenant_scope::nobody(), who) == "weir_test_owner ");
}

TEST_CASE("parameters arrive unchanged through libpqxx too") {
  pool p(options(1));
  const std::string bytes("a\0b\xff", 4);
  auto r = p.read(role::owner, tenant_scope::nobody(), [&](executor& in) {
    const std::array params{param("tëxt"), param(std::nullopt), param::bytes(bytes), param(std::int64_t{-5}),
                            param("")};
    return in.query("SELECT $1::text, $2::text, $3::bytea, $4::bigint, $5::text", params);
  });
  REQUIRE(r.has_value());
  CHECK(r->at(0, 0).text() == "tëxt");
  CHECK(r->at(0, 1).is_null());
  CHECK(r->at(0, 2).bytes() == bytes);
  CHECK(r->at(0, 3).int8() == -5);
  CHECK(r->at(0, 4).text().empty());
  auto cut = p.read(role::owner, tenant_scope::nobody(), [](executor& in) {
    const std::array params{param(std::string("a\0b", 3))};
    return in.query("SELECT $1::text", params);
  });
  CHECK(cut.error().code == error_code::database_data_invalid);
}

TEST_CASE("an error rolls back, also one that was swallowed, and a read cannot write") {
  empty_tables();
  pool p(options(1));
  const auto insert = [](executor& in) {
    return in.query("INSERT INTO feature_flags (name, enabled) VALUES ('a', true)");
  };
  auto count = [&] {
    return p.read(role::api, tenant_scope::nobody(),
                  [](executor& in) { return text(in, "SELECT count(*) FROM feature_flags"); });
  };
  auto refused = p.with_transaction(role::api, tenant_scope::nobody(), [&](executor& in) -> result<void> {
    if (auto r = insert(in); !r) return std::unexpected(r.error());
    return fail(error_code::forbidden);
  });
  CHECK(refused.error().code == error_code::forbidden);
  CHECK(count() == "0");
  CHECK(p.with_transaction(role::api, tenant_scope::nobody(), insert).has_value());
  auto swallowed = p.with_transaction(role::api, tenant_scope::nobody(), [&](executor& in) -> result<int> {
    auto r = insert(in);
    CHECK(in.last_error().constraint == "feature_flags_pkey");
    return r ? 1 : 2;
  });
  CHECK(swallowed.error().code == error_code::database_constraint);
  CHECK(count() == "1");
  CHECK(p.read(role::api, tenant_scope::nobody(), insert).error().code == error_code::database_error);
}

TEST_CASE("a snapshot sees what its first statement saw, and cannot write") {
  empty_tables();
  pool p(options(1));
  auto flag = [&](executor& in) {
    must(*shared_database().connect(), "INSERT INTO feature_flags (name, enabled) VALUES ('a', true)");
    return text(in, "SELECT count(*) FROM feature_flags");
  };
  CHECK(p.read_snapshot(role::api, tenant_scope::nobody(), flag) == "0");
  CHECK(p.read(role::api, tenant_scope::nobody(),
               [](executor& in) { return text(in, "SELECT count(*) FROM feature_flags"); }) == "1");
  const auto empty = [](executor& in) { return in.query("DELETE FROM feature_flags"); };
  CHECK(p.read_snapshot(role::api, tenant_scope::nobody(), empty).error().code == error_code::database_error);
}

TEST_CASE("errors of the server become codes") {
  auto o = options(1);
  o.connection.statement_timeout = std::chrono::milliseconds(50);
  pool p(o);
  const auto code = [&](const char* sql) {
    auto r = p.with_transaction(role::owner, tenant_scope::nobody(), [&](executor& in) { return in.query(sql); });
    return r ? error_code::internal_error : r.error().code;
  };
  CHECK(code("SELECT pg_sleep(20)") == error_code::database_timeout);
  CHECK(code("SELECT 'x'::int") == error_code::database_data_invalid);
  CHECK(code("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$") == error_code::database_conflict);
  CHECK(code("DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$") == error_code::database_conflict);
  CHECK(code("DO $$ BEGIN RAISE SQLSTATE '53100'; END $$") == error_code::database_unavailable);
  CHECK(code("SELECT 1 FROM nowhere") == error_code::database_error);
  CHECK(code("SELECT * FROM pg_authid") == error_code::database_error);  // a refusal, not a lost connection
  CHECK(p.with_transaction(role::owner, tenant_scope::nobody(), select_one) == "1");
}

TEST_CASE("waiting for a connection is bounded, and one that is freed is found") {
  pool p(options(1));
  std::atomic<bool> inside = false;
  std::atomic<bool> leave = false;
  std::thread user([&] {
    (void)p.read(role::owner, tenant_scope::nobody(), [&](executor& in) {
      inside = true;
      inside.notify_one();
      leave.wait(false);
      return text(in, "SELECT 1");
    });
  });
  inside.wait(false);
  CHECK(p.now().busy == 1);
  CHECK(p.read(role::owner, tenant_scope::nobody(), select_one).error().code == error_code::database_timeout);
  leave = true;
  leave.notify_one();
  CHECK(p.read(role::owner, tenant_scope::nobody(), select_one) == "1");
  user.join();
  CHECK(p.now().busy == 0);
  CHECK(p.now().open == 1);
}

TEST_CASE("a connection that died while idle is replaced without an error, one that dies in use is an error once") {
  auto o = options(2);
  std::atomic<int> opened = 0;
  o.hooks.connected = [&] { ++opened; };
  pool p(o);
  CHECK(p.read(role::owner, tenant_scope::nobody(), select_one) == "1");
  kill_pool();
  CHECK(p.read(role::owner, tenant_scope::nobody(), select_one) == "1");
  CHECK(opened == 2);
  auto dead = p.with_transaction(role::owner, tenant_scope::nobody(), [](executor& in) {
    kill_pool();
    return text(in, "SELECT 1");
  });
  CHECK(dead.error().code == error_code::database_unavailable);
  CHECK(p.read(role::owner, tenant_scope::nobody(), select_one) == "1");
  CHECK(opened == 3);
}

TEST_CASE("a connection lost at COMMIT is in doubt, never repeated") {
  empty_tables();
  cut_proxy proxy(shared_database().url());
  pool p(options(1, proxy.url()));
  int runs = 0;
  const auto insert = [&](executor& in) {
    ++runs;
    return in.query("INSERT INTO feature_flags (name, enabled) VALUES ('a', true)");
  };
  proxy.set(cut_proxy::mode::forward_commit);
  CHECK(p.with_transaction(role::api, tenant_scope::nobody(), insert).error().code == error_code::database_in_doubt);
  CHECK(runs == 1);
  CHECK(one(*shared_database().connect(), "SELECT count(*) FROM feature_flags") == "1");
  CHECK(p.read(role::owner, tenant_scope::nobody(), select_one) == "1");
}

TEST_CASE("an unreachable database is an error in time") {
  pool p(options(1, "postgresql://u:hidden@127.0.0.1:1/x"));
  auto r = p.read(role::owner, tenant_scope::nobody(), select_one);
  CHECK(r.error().code == error_code::database_unavailable);
  CHECK(r.error().detail.find("hidden") == std::string::npos);
}
