#include <atomic>
#include <cstdlib>
#include <stdexcept>

#include <tests/postgres/scratch_database.hpp>
#include <unistd.h>

#include <weir/base/crypto.hpp>
#include <weir/postgres/migrations.hpp>

namespace weir::test {
namespace {

// postgresql://user:password@host:port/database?… with user and database replaced.
std::string with(const std::string& url, const std::string& user, const std::string& database) {
  const auto scheme = url.find("://");
  if (scheme == std::string::npos) throw std::runtime_error("WEIR_TEST_DATABASE_URL must be a postgresql:// URL");
  const auto begin = scheme + 3;
  const auto path = url.find_first_of("/?", begin);
  const auto query = url.find('?', begin);
  std::string authority = url.substr(begin, path == std::string::npos ? path : path - begin);
  if (!user.empty()) {
    const auto at = authority.rfind('@');
    authority = user + "@" + (at == std::string::npos ? authority : authority.substr(at + 1));
  }
  return url.substr(0, begin) + authority + "/" + database + (query == std::string::npos ? "" : url.substr(query));
}

std::unique_ptr<postgres::connection> open(const std::string& url) {
  auto c = postgres::connection::open({.url = url, .application_name = "weir-test"});
  if (!c) throw std::runtime_error("no connection to the test server: " + c.error().detail);
  return std::move(*c);
}

constexpr const char* make_owner =
    "DO $$ BEGIN "
    "IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'weir_test_owner') THEN "
    "CREATE ROLE weir_test_owner LOGIN CREATEROLE NOSUPERUSER PASSWORD 'weir_test_owner'; END IF; "
    "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$";

std::atomic<int> made = 0;

// A migrated database that others are copied from, made once for each server and set of migrations: migrating takes
// seconds, copying a tenth of one.
std::string migrated_template(postgres::connection& administrator, const std::string& administrator_url) {
  std::string digests;
  for (const auto& m : postgres::embedded_migrations())
    digests += m.digest;
  const auto name = "weir_test_template_" + hex(sha256(digests)).substr(0, 16);
  // Held by this connection alone: whoever comes second waits and finds it made.
  must(administrator, "SELECT pg_advisory_lock(hashtext('" + name + "'))");
  if (one(administrator, "SELECT count(*) FROM pg_database WHERE datname = '" + name + "'") == "0") {
    const auto unfinished = name + "_unfinished";
    must(administrator, "DROP DATABASE IF EXISTS " + unfinished + " WITH (FORCE)");
    must(administrator, "CREATE DATABASE " + unfinished + " OWNER weir_test_owner");
    {
      auto c = open(with(administrator_url, "weir_test_owner:weir_test_owner", unfinished));
      auto done = postgres::migrate(*c, postgres::embedded_migrations(), {.weir_version = "test", .applied = {}});
      if (!done) throw std::runtime_error("migration failed: " + done.error().detail);
    }
    must(administrator, "ALTER DATABASE " + unfinished + " RENAME TO " + name);
  }
  must(administrator, "SELECT pg_advisory_unlock(hashtext('" + name + "'))");
  return name;
}

}  // namespace

scratch_database::scratch_database(bool migrated) {
  const char* variable = std::getenv("WEIR_TEST_DATABASE_URL");
  if (variable == nullptr || *variable == '\0') {
    throw std::runtime_error("WEIR_TEST_DATABASE_URL is not set: these tests need a PostgreSQL server");
  }
  name_ = "weir_test_" + std::to_string(::getpid()) + "_" + std::to_string(++made);
  administrator_url_ = variable;
  url_ = with(variable, "weir_test_owner:weir_test_owner", name_);
  auto administrator = open(administrator_url_);
  must(*administrator, make_owner);
  const auto from = migrated ? " TEMPLATE " + migrated_template(*administrator, administrator_url_) : std::string();
  must(*administrator, "CREATE DATABASE " + name_ + from + " OWNER weir_test_owner");
}

scratch_database::~scratch_database() {
  auto administrator = postgres::connection::open({.url = administrator_url_});
  if (administrator) (void)(*administrator)->execute(("DROP DATABASE " + name_ + " WITH (FORCE)").c_str());
}

postgres::connection_options scratch_database::options() const {
  return {.url = url_, .application_name = "weir-test"};
}

std::unique_ptr<postgres::connection> scratch_database::connect() const {
  return open(url_);
}

std::unique_ptr<postgres::connection> scratch_database::connect_as_administrator() const {
  return open(with(administrator_url_, "", name_));
}

std::unique_ptr<postgres::connection> scratch_database::connect_as(const std::string& user,
                                                                   const std::string& password) const {
  return open(with(administrator_url_, user + ":" + password, name_));
}

scratch_database& shared_database() {
  static scratch_database database;
  return database;
}

void empty_tables() {
  // Tables that only grow refuse this to everybody whose triggers fire.
  auto c = shared_database().connect_as_administrator();
  must(*c, "SET session_replication_role = replica");
  // Only what is not as it was made: each table that is emptied costs files, and most tests write a few of them.
  must(*c,
       "DO $$ DECLARE names text[] := '{}'; wanted text; used boolean; BEGIN "
       "FOR wanted IN SELECT c.relname FROM pg_class c "
       "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition "
       "AND c.relname NOT IN ('schema_migrations', 'definitions', 'retention_classes') LOOP "
       "EXECUTE format('SELECT EXISTS (SELECT FROM %I) OR EXISTS (SELECT FROM pg_sequences AS s WHERE s.last_value IS "
       "NOT NULL "
       "AND starts_with(s.sequencename, %L))', wanted, wanted || '_') INTO used; "
       "IF used THEN names := names || quote_ident(wanted); END IF; END LOOP; "
       "IF names <> '{}' THEN EXECUTE 'TRUNCATE ' || array_to_string(names, ', ') || ' RESTART IDENTITY CASCADE'; END "
       "IF; "
       "UPDATE definitions SET version = 0; END $$");
}

std::string one(postgres::executor& in, const std::string& sql) {
  auto r = in.query(sql.c_str());
  if (!r) throw std::runtime_error(sql + ": " + r.error().detail);
  if (r->size() != 1) throw std::runtime_error(sql + ": " + std::to_string(r->size()) + " rows");
  return r->at(0, 0).is_null() ? "NULL" : r->at(0, 0).string();
}

void must(postgres::connection& in, const std::string& sql) {
  if (auto done = in.execute(sql.c_str()); !done) throw std::runtime_error(sql + ": " + done.error().detail);
}

}  // namespace weir::test
