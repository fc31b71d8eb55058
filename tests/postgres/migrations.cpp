// Migrations: from nothing by an ordinary owner, twice, by two at once, and never over a schema that is not understood.
#include <thread>

#include <doctest/doctest.h>
#include <tests/postgres/scratch_database.hpp>

#include <weir/postgres/migrations.hpp>

using namespace weir;
using namespace weir::test;
using postgres::embedded_migrations;

namespace {
const postgres::migration_options options{.weir_version = "test", .applied = {}};
}

TEST_CASE("an ordinary owner migrates an empty database, and a second run does nothing") {
  scratch_database database(false);
  auto c = database.connect();
  CHECK(one(*c, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == "f");
  CHECK(postgres::check_current(*c, embedded_migrations()).error().code == error_code::schema_version_mismatch);
  auto first = postgres::migrate(*c, embedded_migrations(), options);
  REQUIRE_MESSAGE(first.has_value(), (first ? "" : first.error().detail));
  CHECK(first->size() == embedded_migrations().size());
  CHECK(postgres::check_current(*c, embedded_migrations()).has_value());
  auto second = postgres::migrate(*c, embedded_migrations(), options);
  REQUIRE(second.has_value());
  CHECK(second->empty());
}

TEST_CASE("whoever may create in the schemas alone migrates where the schema analytics was made for them") {
  scratch_database database(false);
  auto root = database.connect_as_administrator();
  must(*root, "ALTER DATABASE " + database.name() +
                  " OWNER TO CURRENT_USER; GRANT CREATE ON SCHEMA public TO weir_test_owner");
  auto c = database.connect();
  auto refused = postgres::migrate(*c, embedded_migrations(), options);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().detail.starts_with("0008_analysts"));
  must(*root, "CREATE SCHEMA analytics AUTHORIZATION weir_test_owner");
  auto done = postgres::migrate(*c, embedded_migrations(), options);
  REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().detail));
}

TEST_CASE("of two runners one waits for the other") {
  scratch_database database(false);
  std::size_t applied[2] = {99, 99};
  std::vector<std::thread> runners;
  for (auto& count : applied) {
    runners.emplace_back([&database, &count] {
      auto c = database.connect();
      auto names = postgres::migrate(*c, embedded_migrations(), options);
      if (names) count = names->size();
    });
  }
  for (auto& r : runners)
    r.join();
  CHECK(applied[0] + applied[1] == embedded_migrations().size());
}

TEST_CASE("a newer schema, a changed file and a failing file are refused") {
  scratch_database database;
  auto c = database.connect();
  std::vector<postgres::migration> newer(embedded_migrations().begin(), embedded_migrations().end());

  newer.push_back({"9998_broken", "b", "CREATE TABLE half (a int); SELECT 1/0;"});
  auto broken = postgres::migrate(*c, newer, options);
  REQUIRE_FALSE(broken.has_value());
  CHECK(broken.error().detail.starts_with("9998_broken"));
  CHECK(one(*c, "SELECT to_regclass('half')") == "NULL");

  newer.back() = {"9999_later", "d", "CREATE TABLE later (a int)"};
  REQUIRE(postgres::migrate(*c, newer, options).has_value());
  CHECK(postgres::migrate(*c, embedded_migrations(), options).error().code == error_code::schema_version_mismatch);
  CHECK(postgres::check_current(*c, embedded_migrations()).error().code == error_code::schema_version_mismatch);

  newer.back().digest = "e";
  CHECK(postgres::migrate(*c, newer, options).error().code == error_code::schema_version_mismatch);
  CHECK(postgres::check_current(*c, newer).error().code == error_code::schema_version_mismatch);
}

TEST_CASE("a migration behind a long lock gives up and changes nothing") {
  scratch_database database;
  auto c = database.connect();
  auto holder = database.connect();
  must(*holder, "BEGIN; LOCK TABLE tenants IN ACCESS SHARE MODE");
  std::vector<postgres::migration> newer(embedded_migrations().begin(), embedded_migrations().end());
  newer.push_back({"9999_later", "d", "CREATE TABLE later (a int); ALTER TABLE tenants ADD COLUMN extra int"});
  auto impatient = options;
  impatient.lock_timeout = std::chrono::milliseconds(50);
  auto done = postgres::migrate(*c, newer, impatient);
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().code == error_code::lock_timeout);
  CHECK(one(*c, "SELECT to_regclass('later')") == "NULL");
}
