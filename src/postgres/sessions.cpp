#include <src/postgres/columns.hpp>

#include <weir/postgres/sessions.hpp>

namespace weir::postgres::sessions {
namespace {

// Policies of tenants end sessions before their rows say so.
const statement session_list{"sessions.list", R"sql(
SELECT s.id, s.user_id, s.user_agent, s.address, s.auth_time, s.created_at, s.last_seen_at, session_ends_at(s), s.expires_at,
  s.revoked_at
FROM sessions AS s WHERE s.user_id = $1 AND s.revoked_at IS NULL AND session_ends_at(s) > clock_timestamp()
ORDER BY s.id DESC LIMIT 100)sql"};

const statement session_revoke{"sessions.revoke", R"sql(
UPDATE sessions AS s SET revoked_at = clock_timestamp(), revoked_because = $3
WHERE s.id = $2 AND s.user_id = $1 AND s.revoked_at IS NULL AND least(s.idle_expires_at, s.expires_at) > clock_timestamp()
RETURNING )sql" WEIR_SESSION_COLUMNS};

const statement session_revoke_all{"sessions.revoke_all", R"sql(
UPDATE sessions AS s SET revoked_at = clock_timestamp(), revoked_because = $3
WHERE s.user_id = $1 AND s.id <> $2 AND s.revoked_at IS NULL AND least(s.idle_expires_at, s.expires_at) > clock_timestamp()
RETURNING s.id)sql"};

const statement session_create{"sessions.create", R"sql(
WITH at AS (SELECT clock_timestamp() AS now),
s AS (
  INSERT INTO sessions (id, user_id, user_agent, address, auth_time, created_at, last_seen_at, idle_expires_at, expires_at,
    stepped_up_at)
  SELECT $1, $2, $3, $4, now, now, now, now + $6::bigint * interval '1 second', now + $7::bigint * interval '1 second',
    CASE WHEN $8::boolean THEN now END FROM at
  RETURNING *),
token AS (INSERT INTO refresh_tokens (token_hash, session_id, generation) SELECT $5, id, 1 FROM s)
SELECT )sql" WEIR_SESSION_COLUMNS " FROM s"};

const statement session_used_from{"sessions.used_from", R"sql(
SELECT EXISTS (SELECT FROM sessions WHERE user_id = $1 AND address = $2
  AND created_at > clock_timestamp() - interval '90 days' AND revoked_because IS DISTINCT FROM 'reuse'))sql"};

const statement session_look{"sessions.look", "SELECT " WEIR_USER_COLUMNS R"sql(,
  s.auth_time, session_ends_at(s), u.is_active AND s.revoked_at IS NULL AND session_ends_at(s) > clock_timestamp(),
  s.stepped_up_at,
  coalesce(p.mfa_required, false) AND NOT EXISTS (SELECT FROM user_totp AS f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL),
  m.role,
  )sql" WEIR_TENANT_COLUMNS R"sql(
FROM sessions AS s JOIN users AS u ON u.id = s.user_id
LEFT JOIN tenants AS t ON t.id = $2 AND t.state <> 'deleted'
LEFT JOIN memberships AS m ON m.tenant_number = t.number AND m.user_id = u.id
LEFT JOIN tenant_policies AS p ON p.tenant_number = t.number
WHERE s.id = $1)sql"};

const statement session_step_up{"sessions.step_up", R"sql(
UPDATE sessions SET auth_time = now, stepped_up_at = now FROM (SELECT clock_timestamp() AS now) AS at
WHERE id = $2 AND user_id = $1 AND revoked_at IS NULL RETURNING auth_time)sql"};

const statement session_touch{"sessions.touch", R"sql(
UPDATE sessions SET last_seen_at = clock_timestamp() WHERE id = ANY ($1::text[]) AND revoked_at IS NULL)sql"};

}  // namespace

session_row read(const rows& r, std::size_t i) {
  return {r.at(i, 0).string(),    r.at(i, 1).string(),
          r.at(i, 2).string(),    r.at(i, 3).string(),
          r.at(i, 4).timestamp(), r.at(i, 5).timestamp(),
          r.at(i, 6).timestamp(), r.at(i, 7).timestamp(),
          r.at(i, 8).timestamp(), r.at(i, 9).optional_timestamp()};
}

result<std::vector<session_row>> list(executor& in, const std::string& user) {
  auto r = in.run(session_list, user);
  if (!r) return std::unexpected(r.error());
  std::vector<session_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<session_row> revoke(executor& in, const std::string& user, const std::string& id, const std::string& because) {
  auto r = in.run(session_revoke, user, id, because);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::session_not_found);
  return read(*r, 0);
}

result<std::vector<std::string>> revoke_all(executor& in, const std::string& user, const std::string& except,
                                            const std::string& because) {
  auto r = in.run(session_revoke_all, user, except, because);
  if (!r) return std::unexpected(r.error());
  std::vector<std::string> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(r->at(i, 0).string());
  return out;
}

result<session_row> create(executor& in, const new_session& s) {
  auto r = in.run(session_create, s.id, s.user_id, s.user_agent, s.address, param::bytes(s.token_hash),
                  domain::session_idle_s, domain::session_absolute_s, s.stepped_up);
  if (!r) return std::unexpected(r.error());
  return read(*r, 0);
}

result<bool> has_been_used_from(executor& in, const std::string& user, const std::string& address) {
  auto r = in.run(session_used_from, user, address);
  if (!r) return std::unexpected(r.error());
  return r->at(0, 0).boolean();
}

result<std::optional<standing>> look(executor& in, const std::string& id, const std::string& tenant) {
  constexpr std::size_t auth_time = 10, ends = 11, goes_on = 12, stepped_up = 13, must_enroll = 14, role = 15,
                        first_of_tenant = 16;
  auto r = in.run(session_look, id, tenant);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  standing s;
  s.user = users::read(*r, 0);
  s.auth_time = r->at(0, auth_time).timestamp();
  s.ends_at = r->at(0, ends).timestamp();
  s.goes_on = r->at(0, goes_on).boolean();
  s.stepped_up_at = r->at(0, stepped_up).optional_timestamp();
  s.must_enroll = r->at(0, must_enroll).boolean();
  s.role = r->at(0, role).optional_string();
  if (!r->at(0, first_of_tenant).is_null()) s.tenant = tenants::read(*r, 0, first_of_tenant);
  return s;
}

result<timestamp> step_up(executor& in, const std::string& user, const std::string& id) {
  auto r = in.run(session_step_up, user, id);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::session_not_found);
  return r->at(0, 0).timestamp();
}

result<void> touch(executor& in, std::span<const std::string> ids) {
  auto r = in.run(session_touch, param::array(ids));
  if (!r) return std::unexpected(r.error());
  return {};
}

}  // namespace weir::postgres::sessions

namespace weir::postgres::refresh_tokens {
namespace {

const statement token_lock{"refresh_tokens.lock", "SELECT " WEIR_USER_COLUMNS R"sql(,
  s.id, s.auth_time, s.revoked_at IS NOT NULL, session_ends_at(s), s.expires_at, k.generation, s.generation, k.used_at,
  k.repeats, clock_timestamp()
FROM refresh_tokens AS k JOIN sessions AS s ON s.id = k.session_id JOIN users AS u ON u.id = s.user_id
WHERE k.token_hash = $1 FOR NO KEY UPDATE OF s, k)sql"};

const statement token_mark{"refresh_tokens.mark", R"sql(
UPDATE refresh_tokens SET used_at = $2, successor = $3 WHERE token_hash = $1)sql"};

const statement token_mark_repeat{"refresh_tokens.mark_repeat", R"sql(
UPDATE refresh_tokens SET repeats = repeats + 1 WHERE token_hash = $1)sql"};

const statement token_add{"refresh_tokens.add", R"sql(
INSERT INTO refresh_tokens (token_hash, session_id, generation) VALUES ($1, $2, $3))sql"};

const statement token_advance{"refresh_tokens.advance", R"sql(
UPDATE sessions SET generation = $2, last_seen_at = $3, idle_expires_at = $4 WHERE id = $1)sql"};

const statement token_owner{"refresh_tokens.owner", R"sql(
SELECT s.id, s.user_id FROM refresh_tokens AS k JOIN sessions AS s ON s.id = k.session_id WHERE k.token_hash = $1)sql"};

result<void> advance(executor& in, const presented& p, std::int64_t generation, const std::string& successor) {
  auto r = in.run(token_add, param::bytes(successor), p.session, generation);
  if (!r) return std::unexpected(r.error());
  r = in.run(token_advance, p.session, generation, p.now, domain::idle_end(p.now, p.facts.expires_at));
  if (!r) return std::unexpected(r.error());
  return {};
}

}  // namespace

result<std::optional<presented>> lock(executor& in, const std::string& hash) {
  auto r = in.run(token_lock, param::bytes(hash));
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  presented p;
  p.user = users::read(*r, 0);
  p.session = r->at(0, 10).string();
  p.auth_time = r->at(0, 11).timestamp();
  p.facts = {.session_revoked = r->at(0, 12).boolean(),
             .user_active = p.user.is_active,
             .idle_expires_at = r->at(0, 13).timestamp(),
             .expires_at = r->at(0, 14).timestamp(),
             .generation = r->at(0, 15).int8(),
             .newest_generation = r->at(0, 16).int8(),
             .used_at = r->at(0, 17).optional_timestamp(),
             .repeats = r->at(0, 18).int4()};
  p.now = r->at(0, 19).timestamp();
  return p;
}

result<void> rotate(executor& in, const std::string& hash, const presented& p, const std::string& successor) {
  auto r = in.run(token_mark, param::bytes(hash), p.now, param::bytes(successor));
  if (!r) return std::unexpected(r.error());
  return advance(in, p, p.facts.newest_generation + 1, successor);
}

result<void> repeat(executor& in, const std::string& hash, const presented& p, const std::string& successor) {
  auto r = in.run(token_mark_repeat, param::bytes(hash));
  if (!r) return std::unexpected(r.error());
  return advance(in, p, p.facts.newest_generation, successor);
}

result<std::optional<owner>> owner_of(executor& in, const std::string& hash) {
  auto r = in.run(token_owner, param::bytes(hash));
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  return owner{r->at(0, 0).string(), r->at(0, 1).string()};
}

}  // namespace weir::postgres::refresh_tokens
