#include <src/postgres/columns.hpp>

#include <weir/postgres/users.hpp>

namespace weir::postgres {
namespace users {
namespace {

const statement user_create{"users.create", R"sql(
INSERT INTO users AS u (id, email, name, password_hash, platform_role, email_verified_at)
VALUES ($1, $2, $3, $4, $5, CASE WHEN $6 THEN clock_timestamp() END)
ON CONFLICT (lower(email)) DO NOTHING RETURNING )sql" WEIR_USER_COLUMNS};

const statement user_by_id{"users.by_id",
                           "SELECT " WEIR_USER_COLUMNS " FROM users AS u WHERE u.id = $1 AND u.erased_at IS NULL"};

const statement user_by_email{"users.by_email",
                              "SELECT " WEIR_USER_COLUMNS " FROM users AS u WHERE lower(u.email) = $1"};

const statement user_list{"users.list", "SELECT " WEIR_USER_COLUMNS R"sql(
FROM users AS u WHERE u.id > $1 AND u.erased_at IS NULL ORDER BY u.id LIMIT $2)sql"};

const statement user_rename{"users.rename", R"sql(
UPDATE users AS u SET name = $3, version = u.version + 1, updated_at = clock_timestamp()
WHERE u.id = $1 AND ($2::bigint IS NULL OR u.version = $2) RETURNING )sql" WEIR_USER_COLUMNS};

const statement user_disable{"users.disable", R"sql(
UPDATE users AS u SET is_active = false, session_epoch = u.session_epoch + 1, version = u.version + 1,
  updated_at = clock_timestamp()
WHERE u.id = $1 AND u.is_active RETURNING )sql" WEIR_USER_COLUMNS};

const statement user_end_access_tokens{"users.end_access_tokens", R"sql(
UPDATE users AS u SET session_epoch = u.session_epoch + 1 WHERE u.id = $1 RETURNING )sql" WEIR_USER_COLUMNS};

const statement user_find{"users.find", "SELECT " WEIR_USER_COLUMNS R"sql(, u.password_hash
FROM users AS u WHERE lower(u.email) = $1)sql"};

const statement user_find_by_id{"users.find_by_id", "SELECT " WEIR_USER_COLUMNS R"sql(, u.password_hash
FROM users AS u WHERE u.id = $1)sql"};

const statement user_verify_email{"users.verify_email", R"sql(
UPDATE users AS u SET email_verified_at = clock_timestamp(), version = u.version + 1, updated_at = clock_timestamp()
WHERE u.id = $1 AND u.email = $2 AND u.email_verified_at IS NULL RETURNING )sql" WEIR_USER_COLUMNS};

const statement user_set_password{"users.set_password", R"sql(
UPDATE users AS u SET password_hash = $2, version = u.version + 1, updated_at = clock_timestamp()
WHERE u.id = $1 RETURNING )sql" WEIR_USER_COLUMNS};

const statement user_renew_hash{"users.renew_hash", R"sql(
UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2)sql"};

result<user_row> single(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::user_not_found);
  return read(*r, 0);
}

result<std::optional<credential>> maybe(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  return credential{read(*r, 0), r->at(0, user_columns).optional_string()};
}

}  // namespace

user_row read(const rows& r, std::size_t row, std::size_t first) {
  const auto at = [&](std::size_t column) -> const field& { return r.at(row, first + column); };
  return {at(0).string(),          at(1).string(), at(2).string(), at(3).boolean(),   at(4).optional_timestamp(),
          at(5).optional_string(), at(6).int8(),   at(7).int8(),   at(8).timestamp(), at(9).timestamp()};
}

result<user_row> create(executor& in, const new_user& u) {
  auto r = in.run(user_create, u.id, u.email, u.name, u.password_hash, u.platform_role, u.email_verified);
  if (r && r->empty()) return fail(error_code::email_taken);
  return single(r);
}

result<user_row> by_id(executor& in, const std::string& id) {
  return single(in.run(user_by_id, id));
}

result<user_row> by_email(executor& in, const std::string& email) {
  return single(in.run(user_by_email, email));
}

result<std::vector<user_row>> list(executor& in, const std::string& after, std::int32_t limit) {
  auto r = in.run(user_list, after, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<user_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<user_row> rename(executor& in, const std::string& id, std::optional<std::int64_t> expected,
                        const std::string& name) {
  auto r = in.run(user_rename, id, expected, name);
  if (!r) return std::unexpected(r.error());
  if (!r->empty()) return read(*r, 0);
  auto found = by_id(in, id);
  if (!found) return found;
  return fail(error_code::precondition_failed);
}

result<std::optional<user_row>> disable(executor& in, const std::string& id) {
  auto r = in.run(user_disable, id);
  if (!r) return std::unexpected(r.error());
  if (!r->empty()) return read(*r, 0);
  auto found = by_id(in, id);
  if (!found) return std::unexpected(found.error());
  return std::nullopt;
}

result<user_row> end_access_tokens(executor& in, const std::string& id) {
  return single(in.run(user_end_access_tokens, id));
}

result<std::optional<credential>> find(executor& in, const std::string& email) {
  return maybe(in.run(user_find, email));
}

result<std::optional<credential>> find_by_id(executor& in, const std::string& id) {
  return maybe(in.run(user_find_by_id, id));
}

result<std::optional<user_row>> verify_email(executor& in, const std::string& id, const std::string& email) {
  auto r = in.run(user_verify_email, id, email);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  return read(*r, 0);
}

result<user_row> set_password(executor& in, const std::string& id, const std::string& hash) {
  return single(in.run(user_set_password, id, hash));
}

result<void> renew_hash(executor& in, const std::string& id, const std::string& before, const std::string& hash) {
  auto r = in.run(user_renew_hash, id, before, hash);
  if (!r) return std::unexpected(r.error());
  return {};
}

}  // namespace users

namespace user_preferences {
namespace {

const statement preferences_get{"user_preferences.get", R"sql(
SELECT theme, time_zone, locale, notifications, shortcuts FROM user_preferences WHERE user_id = $1)sql"};

const statement preferences_put{"user_preferences.put", R"sql(
INSERT INTO user_preferences (user_id, theme, time_zone, locale, notifications, shortcuts)
VALUES ($1, $2, $3, $4, $5::jsonb, $6)
ON CONFLICT (user_id) DO UPDATE SET theme = EXCLUDED.theme, time_zone = EXCLUDED.time_zone, locale = EXCLUDED.locale,
  notifications = EXCLUDED.notifications, shortcuts = EXCLUDED.shortcuts, updated_at = clock_timestamp()
RETURNING theme, time_zone, locale, notifications, shortcuts)sql"};

const statement preferences_wants{"user_preferences.wants", R"sql(
SELECT notifications -> $2::text IS DISTINCT FROM 'false'::jsonb FROM user_preferences WHERE user_id = $1)sql"};

const statement preferences_begin{"user_preferences.begin", R"sql(
INSERT INTO user_preferences (user_id) VALUES ($1) ON CONFLICT (user_id) DO NOTHING)sql"};

const statement preferences_choose{"user_preferences.choose", R"sql(
UPDATE user_preferences SET notifications = notifications || jsonb_build_object($2::text, $3::boolean), updated_at = clock_timestamp()
WHERE user_id = $1 AND (notifications -> $2::text IS DISTINCT FROM 'false'::jsonb) <> $3::boolean)sql"};

preferences_row read(const rows& r) {
  return {r.at(0, 0).string(), r.at(0, 1).optional_string(), r.at(0, 2).string(), r.at(0, 3).string(),
          r.at(0, 4).boolean()};
}

}  // namespace

result<preferences_row> get(executor& in, const std::string& user) {
  auto r = in.run(preferences_get, user);
  if (!r) return std::unexpected(r.error());
  return r->empty() ? preferences_row{} : read(*r);
}

result<preferences_row> put(executor& in, const std::string& user, const preferences_row& p) {
  auto r = in.run(preferences_put, user, p.theme, p.time_zone, p.locale, p.notifications, p.shortcuts);
  if (!r) return std::unexpected(r.error());
  return read(*r);
}

result<bool> wants(executor& in, const std::string& user, const std::string& kind) {
  auto r = in.run(preferences_wants, user, kind);
  if (!r) return std::unexpected(r.error());
  return r->empty() || r->at(0, 0).boolean();
}

result<bool> choose(executor& in, const std::string& user, const std::string& kind, bool wanted) {
  if (auto there = in.run(preferences_begin, user); !there) return std::unexpected(there.error());
  auto r = in.run(preferences_choose, user, kind, wanted);
  if (!r) return std::unexpected(r.error());
  return r->affected() == 1;
}

}  // namespace user_preferences
}  // namespace weir::postgres
