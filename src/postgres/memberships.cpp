#include <src/postgres/columns.hpp>

#include <weir/postgres/memberships.hpp>

#define WEIR_MEMBER_COLUMNS "m.tenant_number, m.role, m.created_at, m.updated_at, " WEIR_USER_COLUMNS

namespace weir::postgres {
namespace memberships {
namespace {

constexpr std::size_t first_user_column = 4;

const statement member_add{"memberships.add", R"sql(
INSERT INTO memberships (tenant_number, user_id, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING)sql"};

const statement member_get{"memberships.get", "SELECT " WEIR_MEMBER_COLUMNS R"sql(
FROM memberships AS m JOIN users AS u ON u.id = m.user_id WHERE m.tenant_number = $1 AND m.user_id = $2)sql"};

const statement member_list{"memberships.list", "SELECT " WEIR_MEMBER_COLUMNS R"sql(
FROM memberships AS m JOIN users AS u ON u.id = m.user_id
WHERE m.tenant_number = $1 AND m.user_id > $2 ORDER BY m.user_id LIMIT $3)sql"};

const statement member_lock_owners{"memberships.lock_owners", R"sql(
SELECT m.user_id FROM memberships AS m JOIN users AS u ON u.id = m.user_id
WHERE m.tenant_number = $1 AND m.role = 'owner' AND u.is_active ORDER BY m.user_id FOR UPDATE OF m)sql"};

const statement member_set_role{"memberships.set_role", R"sql(
UPDATE memberships SET role = $3, version = version + 1, updated_at = clock_timestamp()
WHERE tenant_number = $1 AND user_id = $2)sql"};

const statement member_remove{"memberships.remove", R"sql(
DELETE FROM memberships WHERE tenant_number = $1 AND user_id = $2)sql"};

const statement member_of{"memberships.of", R"sql(
SELECT m.role, )sql" WEIR_TENANT_COLUMNS R"sql(
FROM memberships AS m JOIN tenants AS t ON t.number = m.tenant_number
WHERE m.user_id = $1 AND t.state <> 'deleted' ORDER BY t.key)sql"};

member_row read(const rows& r, std::size_t i) {
  return {r.at(i, 0).int4(), r.at(i, 1).string(), r.at(i, 2).timestamp(), r.at(i, 3).timestamp(),
          users::read(r, i, first_user_column)};
}

result<void> one_row(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  if (r->affected() == 0) return fail(error_code::member_not_found);
  return {};
}

}  // namespace

result<bool> add(executor& in, std::int32_t tenant, const std::string& user, const std::string& role) {
  auto r = in.run(member_add, tenant, user, role);
  if (!r) return std::unexpected(r.error());
  return r->affected() == 1;
}

result<member_row> get(executor& in, std::int32_t tenant, const std::string& user) {
  auto r = in.run(member_get, tenant, user);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::member_not_found);
  return read(*r, 0);
}

result<std::vector<member_row>> list(executor& in, std::int32_t tenant, const std::string& after, std::int32_t limit) {
  auto r = in.run(member_list, tenant, after, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<member_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<std::vector<std::string>> lock_owners(executor& in, std::int32_t tenant) {
  auto r = in.run(member_lock_owners, tenant);
  if (!r) return std::unexpected(r.error());
  std::vector<std::string> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(r->at(i, 0).string());
  return out;
}

result<void> set_role(executor& in, std::int32_t tenant, const std::string& user, const std::string& role) {
  return one_row(in.run(member_set_role, tenant, user, role));
}

result<void> remove(executor& in, std::int32_t tenant, const std::string& user) {
  return one_row(in.run(member_remove, tenant, user));
}

result<std::vector<of_person>> of(executor& in, const std::string& user) {
  auto r = in.run(member_of, user);
  if (!r) return std::unexpected(r.error());
  std::vector<of_person> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back({r->at(i, 0).string(), tenants::read(*r, i, 1)});
  return out;
}

}  // namespace memberships

namespace staff_visits {
namespace {

const statement visit_note{"staff_visits.note", R"sql(
INSERT INTO staff_visits (session_id, tenant_number, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING)sql"};

}  // namespace

result<bool> note(executor& in, const std::string& session, std::int32_t tenant, const std::string& user) {
  auto r = in.run(visit_note, session, tenant, user);
  if (!r) return std::unexpected(r.error());
  return r->affected() == 1;
}

}  // namespace staff_visits
}  // namespace weir::postgres
