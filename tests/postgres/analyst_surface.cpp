// What weir_analyst may do at all, by the catalog of the database itself: a table, view or function of later cannot be
// forgotten. And what the program finds out about a login before it lets it see anything.
#include <algorithm>

#include <doctest/doctest.h>
#include <tests/postgres/analyst_world.hpp>

#include <weir/postgres/analyst_logins.hpp>
#include <weir/postgres/pool.hpp>

using namespace weir;
using namespace weir::test;
using namespace weir::postgres;

namespace {

// "none", or what is wrong.
std::string found(const std::string& sql) {
  return one(*administrator(), "SELECT coalesce(string_agg(what, ', ' ORDER BY what), 'none') FROM (" + sql + ") AS f");
}

// Tables that weir_analyst reads although no policy of its own narrows them to its tenants.
std::string open_tables() {
  return found(R"sql(
SELECT c.relname AS what FROM pg_class AS c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'm', 'v', 'f')
  AND has_any_column_privilege('weir_analyst', c.oid, 'SELECT')
  AND c.relname NOT IN ('meters', 'installation', 'leases')  -- of nobody in particular
  AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (
    SELECT FROM pg_policies AS p WHERE p.schemaname = 'public' AND p.tablename = c.relname AND p.cmd = 'SELECT'
      AND p.roles = '{weir_analyst}'
      AND (p.qual ~ '= ANY \(ARRAY\( SELECT a\.tenant_number\s+FROM analyst_logins a\s+WHERE \(a\.login = SESSION_USER\)\)\)' OR c.relname = 'analyst_logins'))))sql");
}

postgres::pool& connections() {
  static postgres::pool p({.connection = shared_database().options(), .size = 2, .hooks = {}});
  return p;
}
template<class F>
auto platform(F fn) {
  return connections().with_transaction(role::api, tenant_scope::platform(), fn);
}

login_facts look(const std::string& login) {
  return platform([&](executor& in) { return analyst_logins::look(in, login); }).value();
}
bool has(const login_facts& facts, const std::string& what) {
  return std::ranges::find(facts.excess, what) != facts.excess.end();
}

result<std::optional<analyst_row>> grant(const std::string& login, std::optional<std::int32_t> tenant) {
  return platform([&](executor& in) {
    return analyst_logins::grant(in, {analyst_id{system_ids().next()}.text(), login, tenant, "test"});
  });
}

}  // namespace

TEST_CASE("every table that analysts may read is narrowed to their tenants, or belongs to nobody") {
  CHECK(open_tables() == "none");
  must(*administrator(), "CREATE TABLE public.forgotten (tenant_number integer, n integer)");
  CHECK(open_tables() == "none");
  must(*administrator(), "GRANT SELECT (n) ON forgotten TO weir_analyst");
  CHECK(open_tables() == "forgotten");
  must(*administrator(),
       "ALTER TABLE forgotten ENABLE ROW LEVEL SECURITY; ALTER TABLE forgotten FORCE ROW LEVEL SECURITY; "
       "CREATE POLICY p ON forgotten FOR SELECT TO weir_analyst USING (true)");
  CHECK(open_tables() == "forgotten");
  must(*administrator(), "DROP TABLE forgotten");
}

TEST_CASE("of what belongs to nobody analysts read no column that is a secret or says who works where") {
  CHECK(found(R"sql(
SELECT c.relname || '.' || a.attname AS what FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relname IN ('installation', 'leases') AND c.relnamespace = 'public'::regnamespace
  AND has_column_privilege('weir_analyst', c.oid, a.attnum, 'SELECT'))sql") ==
        "installation.claims_since, installation.partitions, leases.consumer, leases.data_through, leases.partition");
}

TEST_CASE("weir_analyst is in no other role, logs in as nobody, and may write, create and command nothing") {
  CHECK(found(R"sql(
SELECT rolname AS what FROM pg_roles AS r WHERE rolname = 'weir_analyst'
  AND (rolcanlogin OR rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)
UNION SELECT g.rolname FROM pg_auth_members AS m JOIN pg_roles AS g ON g.oid = m.roleid WHERE m.member = 'weir_analyst'::regrole
UNION SELECT c.oid::regclass::text FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE n.nspname IN ('public', 'analytics') AND c.relkind IN ('r', 'p', 'm', 'v', 'f')
  AND (has_table_privilege('weir_analyst', c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
       OR has_any_column_privilege('weir_analyst', c.oid, 'INSERT, UPDATE, REFERENCES'))
UNION SELECT c.oid::regclass::text FROM pg_class AS c WHERE c.relnamespace = 'public'::regnamespace
  AND CASE WHEN c.relkind = 'S' THEN has_sequence_privilege('weir_analyst', c.oid, 'USAGE, SELECT, UPDATE') END
UNION SELECT nspname FROM pg_namespace WHERE has_schema_privilege('weir_analyst', oid, 'CREATE')
UNION SELECT p.oid::regprocedure::text FROM pg_proc AS p WHERE p.pronamespace IN ('public'::regnamespace, 'analytics'::regnamespace)
  AND p.prosecdef AND has_function_privilege('weir_analyst', p.oid, 'EXECUTE'))sql") == "none");
}

TEST_CASE(
    "every analytics view runs with the rights of who asks, says its version, and is explained to the last column") {
  CHECK(one(*administrator(),
            "SELECT count(*) >= 5 FROM pg_class WHERE relnamespace = 'analytics'::regnamespace AND relkind = 'v'") ==
        "t");
  CHECK(found(R"sql(
SELECT relname AS what FROM pg_class WHERE relnamespace = 'analytics'::regnamespace AND relkind NOT IN ('i', 'I', 'c')
  AND (relkind <> 'v' OR relname !~ '_v[0-9]+$' OR NOT coalesce('security_invoker=true' = ANY (reloptions), false)
       OR NOT has_table_privilege('weir_analyst', oid, 'SELECT') OR coalesce(obj_description(oid, 'pg_class'), '') = '')
UNION SELECT c.relname || '.' || a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
  WHERE c.relnamespace = 'analytics'::regnamespace AND coalesce(col_description(c.oid, a.attnum), '') = ''
UNION SELECT proname FROM pg_proc WHERE pronamespace = 'analytics'::regnamespace
  AND (proname !~ '_v[0-9]+$' OR coalesce(obj_description(oid, 'pg_proc'), '') = ''))sql") == "none");
}

TEST_CASE("an average of SQL is rounded as the API rounds: half to even, nine digits, either sign") {
  auto c = administrator();
  const auto average = [&](const std::string& sum, std::int64_t events) {
    return one(*c, "SELECT analytics.average_v1(" + sum + ", " + std::to_string(events) + ")");
  };
  std::vector<std::pair<std::string, std::int64_t>> cases{{"10", 3},
                                                          {"-10", 3},
                                                          {"0.000000001", 2},
                                                          {"0.000000003", 2},
                                                          {"-0.000000001", 2},
                                                          {"-0.000000003", 2},
                                                          {"0.000000005", 10},
                                                          {"0.000000015", 10},
                                                          {"0", 7},
                                                          {"1", 1},
                                                          {"99999999999999999999999999999.999999999", 7},
                                                          {"-99999999999999999999999999999.999999999", 999'999'937}};
  for (const auto& [sum, events] : cases) {
    CAPTURE(sum);
    CAPTURE(events);
    CHECK(average(sum, events) == divide_half_even(decimal::parse_sum(sum).value(), events).text());
  }
  CHECK(average("1", 0) == "NULL");
}

TEST_CASE("a grant is made once, and taken away by tenant or as a whole") {
  fill_every_table();
  CHECK(grant("nina", 1).value()->tenant->key == "one");
  CHECK_FALSE(grant("nina", 1).value());
  CHECK_FALSE(grant("nina", std::nullopt).value()->tenant);
  CHECK_FALSE(grant("nina", std::nullopt).value());
  CHECK(grant("nina", 2).value());
  CHECK(grant("paul", 2).value());
  const auto revoke = [](const std::string& login, std::optional<std::int32_t> tenant) {
    return platform([&](executor& in) { return analyst_logins::revoke(in, login, tenant); }).value();
  };
  const auto listed = [] {
    std::string out;
    for (const auto& a : platform([](executor& in) { return analyst_logins::list(in, "", 100); }).value())
      out += a.login + ":" + (a.tenant ? a.tenant->key : "*") + " ";
    return out;
  };
  CHECK(listed() == "an analyst:one nina:one nina:* nina:two paul:two ");
  CHECK(revoke("nina", 2).size() == 1);
  CHECK(revoke("nina", 2).empty());
  CHECK(revoke("nina", std::nullopt).size() == 2);
  CHECK(listed() == "an analyst:one paul:two ");
  const auto page = platform([](executor& in) { return analyst_logins::list(in, "", 1); }).value();
  REQUIRE(page.size() == 1);
  const auto next = platform([&](executor& in) { return analyst_logins::list(in, page[0].id, 100); }).value();
  CHECK(next.size() == 1);
  CHECK(grant(std::string(64, 'n'), 1).error().code == error_code::database_constraint);
}

TEST_CASE("a tenant sees who reads its own usage, and makes nobody an analyst of another") {
  fill_every_table();
  REQUIRE(grant("paul", std::nullopt));
  const auto scoped = [](std::int32_t tenant, auto fn) {
    return connections().with_transaction(role::api, tenant_scope::of(tenant), fn);
  };
  CHECK(scoped(1, [](executor& in) { return analyst_logins::list(in, "", 9); }).value().size() == 1);
  CHECK(scoped(2, [](executor& in) { return analyst_logins::list(in, "", 9); }).value().empty());
  for (const std::optional<std::int32_t> whose : {std::optional<std::int32_t>(1), std::optional<std::int32_t>()}) {
    CHECK_FALSE(scoped(2, [&](executor& in) {
      return analyst_logins::grant(in, {analyst_id{system_ids().next()}.text(), "x", whose, "test"});
    }));
  }
}

TEST_CASE("a login is looked at: whether it is there, is a member, has limits, and what it could do beside") {
  const auto missing = look("weir no such \"login");
  CHECK_FALSE(missing.exists);
  CHECK(missing.quoted == R"("weir no such ""login")");
  CHECK_FALSE(missing.is_analyst);
  CHECK(look(std::string(64, 'w')).exists == false);

  test_login analyst, outsider(false);
  auto facts = look(analyst.name());
  CHECK(facts.exists);
  CHECK(facts.can_log_in);
  CHECK(facts.is_analyst);
  CHECK(facts.excess.empty());
  CHECK_FALSE((facts.limits_connections || facts.limits_statements || facts.limits_idleness || facts.reads_only));
  CHECK_FALSE(look(outsider.name()).is_analyst);
  CHECK(look("weir_analyst").can_log_in == false);

  auto root = administrator();
  const auto alter = "ALTER ROLE " + analyst.name();
  must(*root, alter + " CONNECTION LIMIT 3");
  must(*root, alter + " IN DATABASE " + shared_database().name() + " SET statement_timeout = '1min'");
  must(*root, alter + " SET idle_in_transaction_session_timeout = '1min'");
  must(*root, alter + " SET default_transaction_read_only = on");
  facts = look(analyst.name());
  CHECK((facts.limits_connections && facts.limits_statements && facts.limits_idleness && facts.reads_only));
  CHECK(facts.excess.empty());
}

TEST_CASE("whatever a login could do more than an analyst is found, by however many roles it comes") {
  test_login login, between(false);
  auto root = administrator();
  must(*root, "GRANT " + between.name() + " TO " + login.name());
  CHECK(look(login.name()).excess.empty());
  struct {
    std::string give, take, said;
  } const rights[] = {
      {"ALTER ROLE $ SUPERUSER", "ALTER ROLE $ NOSUPERUSER", "SUPERUSER"},
      {"ALTER ROLE $ BYPASSRLS", "ALTER ROLE $ NOBYPASSRLS", "BYPASSRLS"},
      {"ALTER ROLE $ CREATEROLE", "ALTER ROLE $ NOCREATEROLE", "CREATEROLE"},
      {"ALTER ROLE $ REPLICATION", "ALTER ROLE $ NOREPLICATION", "REPLICATION"},
      {"GRANT weir_api TO $", "REVOKE weir_api FROM $", "member of weir_api"},
      {"GRANT weir_worker TO $", "REVOKE weir_worker FROM $", "member of weir_worker"},
      {"GRANT weir_login TO $", "REVOKE weir_login FROM $", "member of weir_login"},
      {"GRANT pg_read_all_data TO $", "REVOKE pg_read_all_data FROM $", "member of pg_read_all_data"},
      {"GRANT pg_execute_server_program TO $", "REVOKE pg_execute_server_program FROM $",
       "member of pg_execute_server_program"},
      {"GRANT CREATE ON SCHEMA public TO $", "REVOKE CREATE ON SCHEMA public FROM $", "may create in schema public"},
      {"GRANT CREATE ON SCHEMA analytics TO $", "REVOKE CREATE ON SCHEMA analytics FROM $",
       "may create in schema analytics"},
      {"GRANT SELECT ON audit_keys TO $", "REVOKE SELECT ON audit_keys FROM $", "may read audit_keys.sealed_seed"},
      {"GRANT SELECT (claim_key) ON installation TO $", "REVOKE SELECT (claim_key) ON installation FROM $",
       "may read installation.claim_key"},
      {"GRANT UPDATE (name) ON tenants TO $", "REVOKE UPDATE (name) ON tenants FROM $", "may change tenants"},
      {"GRANT DELETE ON usage_cells TO $", "REVOKE DELETE ON usage_cells FROM $", "may change usage_cells"},
      {"CREATE TABLE public.owned (); ALTER TABLE owned OWNER TO $", "DROP TABLE public.owned", "owner of owned"}};
  for (const auto& right : rights) {
    for (const auto* holder : {&login, &between}) {
      CAPTURE(right.said);
      const auto to = [&](std::string sql) { return sql.replace(sql.find('$'), 1, holder->name()); };
      must(*root, to(right.give));
      CHECK(has(look(login.name()), right.said));
      must(*root, right.take.find('$') == std::string::npos ? right.take : to(right.take));
      CHECK(look(login.name()).excess.empty());
    }
  }
  const auto owner = one(*shared_database().connect(), "SELECT current_user");
  CHECK(has(look(owner), "owner of the database"));
  CHECK(has(look(owner), "member of weir_api"));
}
