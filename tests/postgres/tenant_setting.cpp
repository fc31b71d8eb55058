// What `weir.tenant` says decides whose rows a transaction sees. Policies compare numbers, and mean exactly what the
// comparison of texts before them meant: a setting that is not a number as the database writes it is nobody.
#include <doctest/doctest.h>
#include <tests/postgres/every_table.hpp>

#include <weir/postgres/migrations.hpp>

using namespace weir;
using namespace weir::test;
using postgres::connection;
using postgres::param;

namespace {

const std::vector<std::string> malformed{"",
                                         " ",
                                         "x",
                                         "01",
                                         "00",
                                         "-0",
                                         "+1",
                                         " 1",
                                         "1 ",
                                         "1\n",
                                         "\n1",
                                         "1.0",
                                         "1e0",
                                         "0x1",
                                         "1,2",
                                         "1;2",
                                         "{1}",
                                         "**",
                                         "*1",
                                         "%",
                                         "NULL",
                                         "'1'",
                                         "1' OR '1'='1",
                                         "\xd9\xa1",              // an Arabic one
                                         "\xef\xbc\x91",          // a full-width one
                                         "2147483648",            // beyond integer
                                         "4294967297",            // 1 modulo 2^32
                                         "-2147483649",           //
                                         "9999999999",            //
                                         "10000000000",           //
                                         "18446744073709551617",  // 1 modulo 2^64
                                         std::string(1000, '1')};

void begin_as_api(connection& c, const std::string& setting) {
  must(c, "BEGIN; SET LOCAL ROLE weir_api");
  REQUIRE(c.query("SELECT set_config('weir.tenant', $1, true)", std::array<param, 1>{setting}));
}

std::string count(connection& c, const tenant_table& t) {
  return one(c, "SELECT count(*) FROM " + t.name + " WHERE " + t.column + " = 1");
}

}  // namespace

TEST_CASE(
    "a setting that is not the number of a tenant as it is written sees nothing, in no table, and raises nothing") {
  fill_every_table();
  const auto tables = tenant_tables();
  auto c = shared_database().connect();
  for (const auto& setting : malformed) {
    CAPTURE(setting);
    begin_as_api(*c, setting);
    CHECK(one(*c, "SELECT tenant_setting_number()") == "NULL");
    CHECK(one(*c, "SELECT count(*) FROM tenants") == "0");
    for (const auto& t : tables) {
      CAPTURE(t.name);
      CHECK(count(*c, t) == "0");
    }
    CHECK(one(*c, "SELECT count(*) FROM (SELECT id FROM users) AS u") == "0");
    must(*c, "ROLLBACK");
  }
  for (const char* setting : {"1", "*"}) {
    begin_as_api(*c, setting);
    for (const auto& t : tables) {
      CAPTURE(t.name);
      CHECK(count(*c, t) == "1");
    }
    CHECK(one(*c, "SELECT count(*) FROM (SELECT id FROM users) AS u") == (*setting == '*' ? "2" : "1"));
    must(*c, "ROLLBACK");
  }
}

TEST_CASE("a setting means the number whose text it is, and no other") {
  auto c = shared_database().connect();
  auto settings = malformed;
  for (const char* number : {"*", "0", "1", "7", "70", "-1", "2147483647", "-2147483648"})
    settings.emplace_back(number);
  for (const auto& setting : settings) {
    CAPTURE(setting);
    begin_as_api(*c, setting);
    CHECK(one(*c, R"sql(
SELECT count(*) FROM unnest('{0, 1, 7, 70, 111, -1, 2147483647, -2147483648, 1410065407}'::integer[]) AS n
WHERE (n::text = tenant_setting()) <> coalesce(n = tenant_setting_number(), false))sql") == "0");
    must(*c, "ROLLBACK");
  }
  must(*c, "BEGIN; SET LOCAL ROLE weir_api");
  CHECK(one(*c, "SELECT tenant_setting_number()") == "NULL");  // never set in this session
  must(*c, "ROLLBACK");
}

TEST_CASE("for each row a policy compares two integers, and asks for the setting once for a statement") {
  auto c = administrator();
  const auto comparison = [](const std::string& column) {
    return "(( SELECT (tenant_setting() = '*'::text)) OR (" + column +
           " = ( SELECT tenant_setting_number() AS tenant_setting_number)))";
  };
  for (const auto& [table, column] : tenant_tables()) {
    CAPTURE(table);
    auto r = c->query(
        "SELECT qual, CASE cmd WHEN 'SELECT' THEN qual ELSE with_check END FROM pg_policies WHERE tablename = $1 AND "
        "policyname = 'api_tenant'",
        std::array<param, 1>{table});
    REQUIRE(r);
    REQUIRE(r->size() == 1);
    CHECK(r->at(0, 0).string() == comparison(column));
    CHECK(r->at(0, 1).string() == comparison(column));
  }
  CHECK(one(*c, R"sql(
SELECT coalesce(string_agg(tablename || '.' || policyname, ', '), 'none') FROM pg_policies
WHERE qual || coalesce(with_check, '') ~ '::text = \( SELECT tenant_setting\(\)')sql") == "none");
}

TEST_CASE("a database of an earlier version is upgraded with its rows, and everybody sees what they saw") {
  scratch_database older(false);
  auto owner = older.connect();
  const auto all = postgres::embedded_migrations();
  const postgres::migration_options options{.weir_version = "test", .applied = {}};
  REQUIRE(postgres::migrate(*owner, all.first(6), options));
  auto superuser = older.connect_as_administrator();
  fill_as_of_0006(*superuser);
  const std::vector<tenant_table> tables = [&] {
    std::vector<tenant_table> there;
    for (auto& t : tenant_tables()) {
      if (one(*superuser, "SELECT to_regclass('" + t.name + "') IS NOT NULL") == "t") there.push_back(t);
    }
    return there;
  }();
  REQUIRE(tables.size() >= 20);
  const auto seen = [&] {
    std::string out;
    for (const std::string setting : {"", "*", "1", "2", "01"}) {
      begin_as_api(*owner, setting);
      for (const auto& t : tables)
        out += setting + " " + t.name + " " + one(*owner, "SELECT count(*) FROM " + t.name) + "\n";
      out += setting + " users " + one(*owner, "SELECT count(*) FROM (SELECT id FROM users) AS u") + "\n";
      must(*owner, "ROLLBACK");
    }
    return out;
  };
  const auto before = seen();
  CHECK(before.find("1 usage_cells 1\n") != std::string::npos);
  auto done = postgres::migrate(*owner, all, options);
  REQUIRE_MESSAGE(done, done.error().detail);
  CHECK(done->size() == all.size() - 6);
  CHECK(seen() == before);
}
