#include <src/postgres/columns.hpp>

#include <weir/postgres/analyst_logins.hpp>

#define WEIR_ANALYST_COLUMNS "a.id, a.login, a.granted_by, a.created_at, " WEIR_TENANT_COLUMNS

namespace weir::postgres::analyst_logins {
namespace {

constexpr std::size_t first_tenant_column = 4;

const statement analyst_grant{"analyst_logins.grant", R"sql(
WITH a AS (INSERT INTO analyst_logins (id, login, tenant_number, granted_by) VALUES ($1, $2, $3, $4)
           ON CONFLICT (login, tenant_number) DO NOTHING RETURNING *)
SELECT )sql" WEIR_ANALYST_COLUMNS " FROM a LEFT JOIN tenants AS t ON t.number = a.tenant_number"};

const statement analyst_revoke{"analyst_logins.revoke", R"sql(
WITH a AS (DELETE FROM analyst_logins WHERE login = $1 AND ($2::int IS NULL OR tenant_number = $2) RETURNING *)
SELECT )sql" WEIR_ANALYST_COLUMNS " FROM a LEFT JOIN tenants AS t ON t.number = a.tenant_number ORDER BY a.id"};

const statement analyst_list{"analyst_logins.list", "SELECT " WEIR_ANALYST_COLUMNS R"sql(
FROM analyst_logins AS a LEFT JOIN tenants AS t ON t.number = a.tenant_number
WHERE a.id > $1 ORDER BY a.id LIMIT $2)sql"};

// Rights that come by way of other roles count as well, whether the login inherits them or has to SET ROLE.
const statement analyst_look{"analyst_logins.look", R"sql(
WITH RECURSIVE held (oid) AS (
  SELECT oid FROM pg_roles WHERE rolname = $1::text
  UNION SELECT m.roleid FROM pg_auth_members AS m JOIN held AS h ON m.member = h.oid),
schemas AS (SELECT oid, nspname, nspowner FROM pg_namespace WHERE nspname IN ('public', 'analytics')),
relations AS (SELECT c.oid, c.relname, c.relowner FROM pg_class AS c JOIN schemas AS n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm')),
excess (rank, what) AS (
  SELECT 1, word FROM pg_roles AS r JOIN held AS h ON h.oid = r.oid
    CROSS JOIN LATERAL (VALUES (r.rolsuper, 'SUPERUSER'), (r.rolbypassrls, 'BYPASSRLS'), (r.rolcreaterole, 'CREATEROLE'),
      (r.rolreplication, 'REPLICATION')) AS attribute (has, word) WHERE has
  UNION SELECT 2, 'member of ' || r.rolname FROM pg_roles AS r JOIN held AS h ON h.oid = r.oid
    WHERE r.rolname IN ('weir_api', 'weir_worker', 'weir_login') OR (r.oid < 16384 AND r.rolname <> $1::text)
  UNION SELECT 3, 'owner of the database' FROM pg_database WHERE datname = current_database() AND datdba IN (SELECT oid FROM held)
  UNION SELECT 3, 'owner of schema ' || nspname FROM schemas WHERE nspowner IN (SELECT oid FROM held)
  UNION SELECT 4, 'may create in schema ' || n.nspname FROM schemas AS n
    WHERE EXISTS (SELECT FROM held AS h WHERE has_schema_privilege(h.oid, n.oid, 'CREATE'))
  UNION SELECT 5, 'owner of ' || relname FROM relations WHERE relowner IN (SELECT oid FROM held)
  UNION SELECT 6, 'may change ' || c.relname FROM relations AS c
    WHERE EXISTS (SELECT FROM held AS h WHERE has_table_privilege(h.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
      OR has_any_column_privilege(h.oid, c.oid, 'INSERT, UPDATE, REFERENCES'))
  UNION SELECT 7, 'may read ' || c.relname || coalesce('.' || col.attname, '') FROM relations AS c
    JOIN pg_attribute AS col ON col.attrelid = c.oid AND col.attnum > 0 AND NOT col.attisdropped
    WHERE NOT has_column_privilege('weir_analyst', c.oid, col.attnum, 'SELECT')
      AND EXISTS (SELECT FROM held AS h WHERE has_column_privilege(h.oid, c.oid, col.attnum, 'SELECT'))),
own (setting) AS (
  SELECT split_part(c, '=', 1) FROM pg_db_role_setting AS s CROSS JOIN LATERAL unnest(s.setconfig) AS c
  WHERE s.setrole = (SELECT oid FROM pg_roles WHERE rolname = $1::text)
    AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())))
SELECT quote_ident($1::text), r.oid IS NOT NULL, coalesce(r.rolcanlogin, false),
  coalesce(pg_has_role(r.oid, 'weir_analyst', 'MEMBER'), false), coalesce(r.rolconnlimit, -1) >= 0,
  EXISTS (SELECT FROM own WHERE setting = 'statement_timeout'),
  EXISTS (SELECT FROM own WHERE setting = 'idle_in_transaction_session_timeout'),
  EXISTS (SELECT FROM own WHERE setting = 'default_transaction_read_only'),
  ARRAY(SELECT what FROM excess ORDER BY rank, what LIMIT 10)
FROM (SELECT 1) AS one LEFT JOIN pg_roles AS r ON r.rolname = $1::text)sql"};

analyst_row read(const rows& r, std::size_t i) {
  analyst_row out{.id = r.at(i, 0).string(),
                  .login = r.at(i, 1).string(),
                  .granted_by = r.at(i, 2).string(),
                  .created_at = r.at(i, 3).timestamp()};
  if (!r.at(i, first_tenant_column).is_null()) out.tenant = tenants::read(r, i, first_tenant_column);
  return out;
}

result<std::vector<analyst_row>> all(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  std::vector<analyst_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

}  // namespace

result<std::optional<analyst_row>> grant(executor& in, const new_grant& n) {
  auto made = all(in.run(analyst_grant, n.id, n.login, n.tenant_number, n.granted_by));
  if (!made) return std::unexpected(made.error());
  if (made->empty()) return std::nullopt;
  return std::move(made->front());
}

result<std::vector<analyst_row>> revoke(executor& in, const std::string& login, std::optional<std::int32_t> tenant) {
  return all(in.run(analyst_revoke, login, tenant));
}

result<std::vector<analyst_row>> list(executor& in, const std::string& after, std::int32_t limit) {
  return all(in.run(analyst_list, after, limit));
}

result<login_facts> look(executor& in, const std::string& login) {
  auto r = in.run(analyst_look, login);
  if (!r) return std::unexpected(r.error());
  const auto is = [&](std::size_t column) { return r->at(0, column).boolean(); };
  return login_facts{.quoted = r->at(0, 0).string(),
                     .exists = is(1),
                     .can_log_in = is(2),
                     .is_analyst = is(3),
                     .limits_connections = is(4),
                     .limits_statements = is(5),
                     .limits_idleness = is(6),
                     .reads_only = is(7),
                     .excess = r->at(0, 8).text_array()};
}

}  // namespace weir::postgres::analyst_logins
