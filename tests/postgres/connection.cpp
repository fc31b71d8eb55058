// The thin libpq connection: parameters arrive as they were given, errors become codes, deadlines hold.
#include <thread>

#include <doctest/doctest.h>
#include <tests/postgres/scratch_database.hpp>

#include <weir/postgres/connection.hpp>

using namespace weir;
using namespace weir::test;
using postgres::param;

TEST_CASE("parameters arrive unchanged") {
  auto c = shared_database().connect();
  const std::string bytes("a\0b\xff", 4);
  const std::vector<std::string> texts{"plain", "with \"quotes\"", "back\\slash", "", "comma, brace {}", "NULL"};
  const std::array params{
      param("tëxt"),       param(std::int64_t{-5}), param(true),          param(std::nullopt),
      param::bytes(bytes), param::array(texts),     param(timestamp{-1}), param(decimal::from_integer(7))};
  auto r = c->query(
      "SELECT $1::text, $2::bigint, $3::boolean, $4::text, $5::bytea, $6::text[], $7::timestamptz, $8::numeric",
      params);
  REQUIRE(r.has_value());
  CHECK(r->at(0, 0).text() == "tëxt");
  CHECK(r->at(0, 1).int8() == -5);
  CHECK(r->at(0, 2).boolean());
  CHECK(r->at(0, 3).is_null());
  CHECK(r->at(0, 4).bytes() == bytes);
  CHECK(r->at(0, 5).text_array() == texts);
  CHECK(r->at(0, 6).timestamp() == timestamp{-1000});
  CHECK(r->at(0, 7).decimal() == decimal::from_integer(7));
}

TEST_CASE("a text with a NUL character is refused before it is cut") {
  auto c = shared_database().connect();
  const std::array params{param(std::string("a\0b", 3))};
  auto r = c->query("SELECT $1::text", params);
  REQUIRE_FALSE(r.has_value());
  CHECK(r.error().code == error_code::database_data_invalid);
  CHECK(one(*c, "SELECT 1") == "1");
}

TEST_CASE("errors become codes and name the constraint") {
  auto c = shared_database().connect();
  must(*c, "CREATE TEMP TABLE t (a int CONSTRAINT a_small CHECK (a < 10), b text)");
  struct row {
    const char* sql;
    error_code code;
  };
  for (const auto& [sql, code] : {row{"INSERT INTO t VALUES (11, 'secret')", error_code::database_constraint},
                                  row{"SELECT 'secret'::int", error_code::database_data_invalid},
                                  row{"SELECT 1 FROM nowhere", error_code::database_error}}) {
    CAPTURE(sql);
    auto r = c->query(sql);
    REQUIRE_FALSE(r.has_value());
    CHECK(r.error().code == code);
    CHECK(r.error().detail.find("secret") == std::string::npos);
  }
  (void)c->execute("INSERT INTO t VALUES (11, 'x')");
  CHECK(c->last_error().constraint == "a_small");
  CHECK(postgres::code_of("40001") == error_code::database_conflict);
  CHECK(postgres::code_of("40P01") == error_code::database_conflict);
  CHECK(postgres::code_of("55P03") == error_code::lock_timeout);
  CHECK(postgres::code_of("57014") == error_code::database_timeout);
  CHECK(postgres::code_of("57P01") == error_code::database_unavailable);
  CHECK(postgres::code_of("53100") == error_code::database_unavailable);
  CHECK(postgres::code_of("08006") == error_code::database_unavailable);
}

TEST_CASE("several statements in one round trip stop at the first error") {
  auto c = shared_database().connect();
  CHECK(c->execute("BEGIN; CREATE TEMP TABLE u (a int); INSERT INTO u VALUES (1)").has_value());
  CHECK(c->in_transaction());
  CHECK_FALSE(c->execute("INSERT INTO u VALUES (2); SELECT 1/0; INSERT INTO u VALUES (3)").has_value());
  CHECK(c->commit() == postgres::connection::commit_answer::rolled_back);
  CHECK_FALSE(c->in_transaction());
}

TEST_CASE("a server that does not answer in time costs the connection, not the thread") {
  auto options = shared_database().options();
  options.answer_timeout = std::chrono::milliseconds(200);
  auto c = postgres::connection::open(options);
  REQUIRE(c.has_value());
  auto r = (*c)->query("SELECT pg_sleep(30)");
  REQUIRE_FALSE(r.has_value());
  CHECK(r.error().code == error_code::database_timeout);
  CHECK_FALSE((*c)->alive());
  CHECK((*c)->query("SELECT 1").error().code == error_code::database_unavailable);
}

TEST_CASE("cancel ends the running statement from another thread") {
  auto c = shared_database().connect();
  auto watcher = shared_database().connect();
  const auto pid = std::to_string(c->backend_pid());
  std::thread other([&] {
    while (one(*watcher, "SELECT coalesce((SELECT wait_event FROM pg_stat_activity WHERE pid = " + pid + "), '')") !=
           "PgSleep") {
      std::this_thread::yield();
    }
    c->cancel();
  });
  auto r = c->query("SELECT pg_sleep(25)");
  other.join();
  REQUIRE_FALSE(r.has_value());
  CHECK(r.error().code == error_code::database_timeout);
  CHECK(one(*c, "SELECT 1") == "1");
}

TEST_CASE("a backend that was terminated is noticed at the next statement") {
  auto c = shared_database().connect();
  auto other = shared_database().connect();
  CHECK(one(*other, "SELECT pg_terminate_backend(" + std::to_string(c->backend_pid()) + ", 5000)") == "t");
  auto r = c->query("SELECT 1");
  REQUIRE_FALSE(r.has_value());
  CHECK(r.error().code == error_code::database_unavailable);
  CHECK_FALSE(c->alive());
}

TEST_CASE("an unreachable server and a malformed URL are told apart, without the password") {
  auto refused = postgres::connection::open({.url = "postgresql://u:hidden@127.0.0.1:1/x"});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == error_code::database_unavailable);
  CHECK(refused.error().detail.find("hidden") == std::string::npos);
  auto malformed = postgres::connection::open({.url = "postgresql://u:hidden@[/x"});
  REQUIRE_FALSE(malformed.has_value());
  CHECK(malformed.error().code == error_code::setting_invalid);
  CHECK(malformed.error().detail.find("hidden") == std::string::npos);
}
