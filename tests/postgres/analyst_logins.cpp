// Analysts log in at the database itself. Whatever they set, make or call there, they see the tenants that they were
// let see, and change nothing.
#include <doctest/doctest.h>
#include <tests/postgres/analyst_world.hpp>

using namespace weir;
using namespace weir::test;
using postgres::connection;

namespace {

const std::vector<std::string> readable{"tenants",
                                        "usage_cells",
                                        "usage_unique_values",
                                        "usage_conservation",
                                        "analytics.tenants_v1",
                                        "analytics.usage_hourly_v1",
                                        "analytics.usage_unique_values_v1",
                                        "analytics.usage_conservation_v1"};

void check_sees(connection& c, const std::string& tenants) {
  for (const auto& relation : readable) {
    CAPTURE(relation);
    // Records whose tenant cannot be told are whose who see everything.
    const auto own = tenants == "{1,2}" && relation.find("conservation") != std::string::npos ? "{0,1,2}" : tenants;
    CHECK(tenants_seen(c, relation) == own);
  }
}

// "" when it was done; else the SQLSTATE.
std::string tried(connection& c, const std::string& sql) {
  auto done = c.execute(sql.c_str());
  return done ? "" : c.last_error().sqlstate;
}

const std::string refused = "42501";

}  // namespace

TEST_CASE("an analyst sees the tenants that were granted by name, or all, or none") {
  fill_two_tenants();
  test_login one_tenant, two_tenants, everything, unlisted;
  let_see(one_tenant, "2");
  let_see(two_tenants, "1");
  let_see(two_tenants, "2");
  let_see(everything, "NULL");
  check_sees(*one_tenant.connect(), "{2}");
  // Those by name do not see what belongs to none of them.
  for (const auto& relation : readable) {
    CAPTURE(relation);
    CHECK(tenants_seen(*two_tenants.connect(), relation) == "{1,2}");
  }
  check_sees(*everything.connect(), "{1,2}");
  check_sees(*unlisted.connect(), "{}");
  check_sees(*shared_database().connect(), "{}");  // the owner is a member of weir_analyst too
}

TEST_CASE("a login that is listed and no member of weir_analyst reads nothing at all") {
  fill_two_tenants();
  test_login outsider(false);
  let_see(outsider, "NULL");
  auto c = outsider.connect();
  for (const auto& relation : readable) {
    CAPTURE(relation);
    CHECK(tried(*c, "SELECT 1 FROM " + relation) == refused);
  }
}

TEST_CASE("an analyst learns of their own grants alone") {
  fill_two_tenants();
  test_login nina, paul;
  let_see(nina, "2");
  let_see(paul, "NULL");
  auto c = nina.connect();
  CHECK(one(*c, "SELECT login FROM analyst_logins") == nina.name());
  CHECK(tried(*c, "SELECT granted_by FROM analyst_logins") == refused);
}

TEST_CASE("settings and roles that an analyst may take change nothing of what they see") {
  fill_two_tenants();
  test_login nina;
  let_see(nina, "2");
  auto c = nina.connect();
  const auto owner = one(*shared_database().connect(), "SELECT current_user");
  for (const std::string& sql :
       {std::string("SET weir.tenant = '*'"), std::string("SELECT set_config('weir.tenant', '1', false)"),
        std::string("SELECT set_config('weir.user', 'usr_00000000000000000000000001', false)"),
        std::string("SET ROLE weir_analyst"), std::string("RESET ROLE"),
        std::string("SET SESSION AUTHORIZATION " + nina.name()), std::string("SET default_transaction_read_only = off"),
        std::string("SET search_path = pg_temp, public"), std::string("SET plan_cache_mode = force_generic_plan"),
        std::string("SET session_replication_role = DEFAULT"), std::string("SET row_security = on")}) {
    CAPTURE(sql);
    const auto answer = tried(*c, sql);
    CHECK((answer.empty() || answer == refused));
    check_sees(*c, "{2}");
  }
  for (const std::string& role : {std::string("weir_api"), std::string("weir_worker"), std::string("weir_login"), owner,
                                  std::string("pg_read_all_data")}) {
    CAPTURE(role);
    CHECK(tried(*c, "SET ROLE " + role) == refused);
    CHECK(tried(*c, "SET LOCAL ROLE " + role) == refused);
    CHECK(tried(*c, "SET SESSION AUTHORIZATION " + role) == refused);
    CHECK(tried(*c, "GRANT " + role + " TO " + nina.name()) == refused);
    CHECK(tried(*c, "SELECT set_config('role', '" + role + "', false)") == refused);
    check_sees(*c, "{2}");
  }
  CHECK(tried(*c, "SET row_security = off") == "");
  for (const auto& relation : readable) {
    CAPTURE(relation);
    CHECK(tried(*c, "SELECT 1 FROM " + relation) == refused);  // an error rather than other rows
  }
}

TEST_CASE("tables and functions of the session of an analyst stand in for none of ours") {
  fill_two_tenants();
  test_login nina;
  let_see(nina, "2");
  auto c = nina.connect();
  must(*c, "CREATE TEMP TABLE analyst_logins (login text, tenant_number integer)");
  must(*c, "INSERT INTO pg_temp.analyst_logins VALUES (session_user, NULL), (session_user, 1)");
  must(*c, "CREATE FUNCTION pg_temp.int4eq(integer, integer) RETURNS boolean LANGUAGE sql AS 'SELECT true'");
  must(*c, "CREATE OPERATOR pg_temp.= (LEFTARG = integer, RIGHTARG = integer, FUNCTION = pg_temp.int4eq)");
  for (const char* path : {"pg_temp, public", "pg_temp, pg_catalog, public", "public"}) {
    CAPTURE(std::string(path));
    must(*c, std::string("SET search_path = ") + path);
    check_sees(*c, "{2}");
  }
}

TEST_CASE("a function that tells what it is given is given no row of another tenant") {
  fill_two_tenants();
  test_login nina;
  let_see(nina, "2");
  auto c = nina.connect();
  must(*c, "CREATE TEMP TABLE told (what text)");
  // So cheap that the planner would like to ask it first.
  must(*c,
       "CREATE FUNCTION pg_temp.tells(anyelement) RETURNS boolean LANGUAGE plpgsql COST 0.0000000001 AS "
       "'BEGIN INSERT INTO pg_temp.told VALUES ($1::text); RETURN true; END'");
  for (const char* expression :
       {"tenants WHERE pg_temp.tells(name)", "tenants WHERE pg_temp.tells(number)",
        "usage_cells WHERE pg_temp.tells(subject) AND pg_temp.tells(tenant_number)",
        "usage_unique_values WHERE pg_temp.tells(dimensions)", "usage_conservation WHERE pg_temp.tells(tenant_number)",
        "analytics.tenants_v1 WHERE pg_temp.tells(name)", "analytics.usage_hourly_v1 WHERE pg_temp.tells(subject)",
        "analytics.usage_hourly_v1 WHERE pg_temp.tells(dimensions) AND pg_temp.tells(tenant_key)",
        "analytics.usage_unique_values_v1 WHERE pg_temp.tells(subject)",
        "analytics.usage_conservation_v1 WHERE pg_temp.tells(tenant_key)",
        "(SELECT DISTINCT ON (pg_temp.tells(subject)) 1 FROM usage_cells ORDER BY pg_temp.tells(subject)) AS x",
        "usage_cells AS a JOIN usage_cells AS b ON pg_temp.tells(b.subject)"}) {
    CAPTURE(std::string(expression));
    must(*c, "TRUNCATE told");
    must(*c, std::string("SELECT count(*) FROM ") + expression);
    CHECK(one(*c, "SELECT count(*) > 0 FROM told") == "t");
    CHECK(one(*c, "SELECT count(*) FROM told WHERE what ~ 'secret|one|^1$'") == "0");
  }
  // An error would tell as well: tenant 1 has a sum of 1.
  CHECK(tried(*c, "SELECT 1 / (sum - 1) FROM usage_cells") == "");
  CHECK(tried(*c, "SELECT count(*) FROM usage_cells WHERE 1 / (sum - 1) > 0") == "");
  CHECK(tried(*c, "SELECT count(*) FROM analytics.usage_hourly_v1 WHERE subject::int = 0") == "22P02");  // of its own
  CHECK(c->last_error().message.find("secret") == std::string::npos);
}

TEST_CASE("the catalog shows an analyst neither values of other tenants nor what others run") {
  fill_two_tenants();
  test_login nina;
  let_see(nina, "2");
  auto c = nina.connect();
  CHECK(one(*c,
            "SELECT count(*) FROM pg_stats WHERE schemaname = 'public' AND tablename IN ('tenants', 'usage_cells', "
            "'usage_unique_values', 'usage_conservation', 'analyst_logins')") == "0");
  CHECK(one(*administrator(), "SELECT count(*) > 0 FROM pg_stats WHERE tablename = 'usage_cells'") == "t");
  auto other = shared_database().connect();
  must(*other, "SELECT 'a secret'");
  CHECK(one(*c, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%a secret%' AND pid <> pg_backend_pid()") ==
        "0");
  for (const char* sql :
       {"SELECT * FROM pg_statistic", "SELECT * FROM pg_authid", "SELECT * FROM pg_user_mapping",
        "SELECT pg_read_file('PG_VERSION')", "SELECT pg_ls_dir('.')", "SELECT pg_reload_conf()",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename <> session_user AND usename IS NOT NULL",
        "SELECT lo_import('/etc/passwd')", "SELECT claim_key FROM installation", "SELECT * FROM installation",
        "SELECT owner FROM leases", "SELECT drop_claim_days('2001-01-01')", "SELECT ensure_claim_day('2001-01-01')"}) {
    CAPTURE(std::string(sql));
    CHECK(tried(*c, sql) == refused);
  }
}

TEST_CASE("an analyst writes nothing, makes nothing that stays in our schemas, and runs no program") {
  fill_two_tenants();
  test_login nina;
  let_see(nina, "2");
  auto c = nina.connect();
  auto r = administrator()->query(R"sql(
SELECT format('%I.%I', n.nspname, c.relname), (SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = c.oid AND attnum = 1)
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname IN ('public', 'analytics') AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition)sql");
  REQUIRE(r);
  REQUIRE(r->size() > 40);
  for (std::size_t i = 0; i < r->size(); ++i) {
    const auto relation = r->at(i, 0).string(), column = r->at(i, 1).string();
    CAPTURE(relation);
    CHECK(tried(*c, "INSERT INTO " + relation + " DEFAULT VALUES") != "");
    CHECK(tried(*c, "UPDATE " + relation + " SET " + column + " = NULL") != "");
    CHECK(tried(*c, "DELETE FROM " + relation) != "");
    CHECK(tried(*c, "TRUNCATE " + relation) != "");
  }
  for (const std::string& sql :
       {std::string("DELETE FROM usage_cells"),
        std::string("UPDATE analyst_logins SET tenant_number = NULL"),
        std::string("INSERT INTO analyst_logins (id, login, granted_by) VALUES ('anl_00000000000000000000000009', "
                    "session_user, '')"),
        std::string("SELECT * FROM usage_cells FOR UPDATE"),
        std::string("DO 'BEGIN LOCK TABLE usage_cells IN EXCLUSIVE MODE; END'"),
        std::string("CREATE TABLE public.mine (a int)"),
        std::string("CREATE TABLE analytics.mine (a int)"),
        std::string("CREATE SCHEMA mine"),
        std::string("CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS ''"),
        std::string("CREATE OR REPLACE FUNCTION public.tenant_setting() RETURNS text LANGUAGE sql AS 'SELECT NULL'"),
        std::string("CREATE OR REPLACE VIEW analytics.tenants_v1 AS SELECT 1"),
        std::string("ALTER TABLE usage_cells DISABLE ROW LEVEL SECURITY"),
        std::string("CREATE POLICY mine ON usage_cells USING (true)"),
        std::string("DROP POLICY analyst_tenant ON usage_cells"),
        std::string("GRANT SELECT ON usage_cells TO PUBLIC"),
        std::string("CREATE ROLE mine"),
        std::string("ALTER ROLE weir_analyst SET row_security = off"),
        std::string("ALTER ROLE " + nina.name() + " BYPASSRLS"),
        std::string("CREATE EXTENSION dblink"),
        std::string("COPY usage_cells TO PROGRAM 'cat'"),
        std::string("COPY usage_cells TO '/tmp/weir_cells'"),
        std::string("COPY pg_temp.x FROM PROGRAM 'id'"),
        std::string("CREATE EVENT TRIGGER t ON ddl_command_end EXECUTE "
                    "FUNCTION f()")}) {
    CAPTURE(sql);
    const auto answer = tried(*c, sql);
    CHECK((answer == refused || answer == "42P01"));
  }
  check_sees(*c, "{2}");
  CHECK(one(*administrator(), "SELECT count(*) FROM usage_cells") == "2");
}

TEST_CASE("what was taken away is seen no more by a session that is open, nor by a statement that was prepared") {
  fill_two_tenants();
  test_login nina;
  let_see(nina, "2");
  let_see(nina, "1");
  auto c = nina.connect();
  must(*c, "SET plan_cache_mode = force_generic_plan");
  must(*c, "PREPARE cells AS SELECT count(*) FROM analytics.usage_hourly_v1");
  CHECK(one(*c, "EXECUTE cells") == "2");
  must(*administrator(), "DELETE FROM analyst_logins WHERE login = '" + nina.name() + "' AND tenant_number = 1");
  CHECK(one(*c, "EXECUTE cells") == "1");
  check_sees(*c, "{2}");
  must(*administrator(), "REVOKE weir_analyst FROM " + nina.name());
  CHECK(tried(*c, "EXECUTE cells") == refused);
}
