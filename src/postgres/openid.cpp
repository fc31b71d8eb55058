#include <src/postgres/columns.hpp>

#include <weir/postgres/openid.hpp>

#define WEIR_IDENTITY_COLUMNS "i.id, i.user_id, i.issuer, i.subject, i.created_at, i.last_used_at"

namespace weir::postgres {
namespace user_identities {
namespace {

const statement identity_use{"user_identities.use", R"sql(
WITH used AS (UPDATE user_identities SET last_used_at = clock_timestamp() WHERE issuer = $1 AND subject = $2 RETURNING user_id)
SELECT )sql" WEIR_USER_COLUMNS R"sql(
FROM used JOIN users AS u ON u.id = used.user_id)sql"};

const statement identity_link{"user_identities.link", R"sql(
INSERT INTO user_identities (id, user_id, issuer, subject) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING)sql"};

const statement identity_list{"user_identities.list", "SELECT " WEIR_IDENTITY_COLUMNS R"sql(
FROM user_identities AS i WHERE i.user_id = $1 ORDER BY i.id LIMIT 100)sql"};

const statement identity_unlink{"user_identities.unlink", R"sql(
DELETE FROM user_identities AS i WHERE i.user_id = $1 AND i.id = $2 RETURNING )sql" WEIR_IDENTITY_COLUMNS};

identity_row read(const rows& r, std::size_t row) {
  return {r.at(row, 0).string(), r.at(row, 1).string(),    r.at(row, 2).string(),
          r.at(row, 3).string(), r.at(row, 4).timestamp(), r.at(row, 5).timestamp()};
}

}  // namespace

result<std::optional<user_row>> use(executor& in, const std::string& issuer, const std::string& subject) {
  auto r = in.run(identity_use, issuer, subject);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  return users::read(*r, 0);
}

result<bool> link(executor& in, const new_identity& i) {
  auto r = in.run(identity_link, i.id, i.user_id, i.issuer, i.subject);
  if (!r) return std::unexpected(r.error());
  return r->affected() > 0;
}

result<std::vector<identity_row>> list(executor& in, const std::string& user) {
  auto r = in.run(identity_list, user);
  if (!r) return std::unexpected(r.error());
  std::vector<identity_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<identity_row> unlink(executor& in, const std::string& user, const std::string& id) {
  auto r = in.run(identity_unlink, user, id);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::identity_not_found);
  return read(*r, 0);
}

}  // namespace user_identities

namespace openid_sign_ins {
namespace {

const statement openid_begin{"openid_sign_ins.begin", R"sql(
INSERT INTO openid_sign_ins (token_hash, session_id, expires_at)
VALUES ($1, nullif($2, ''), clock_timestamp() + $3::bigint * interval '1 second'))sql"};

const statement openid_end{"openid_sign_ins.end", R"sql(
UPDATE openid_sign_ins AS o SET ended_at = clock_timestamp()
WHERE o.token_hash = $1 AND o.ended_at IS NULL AND o.expires_at > clock_timestamp()
RETURNING coalesce(o.session_id, ''), coalesce((SELECT s.user_id FROM sessions AS s WHERE s.id = o.session_id), ''), o.created_at)sql"};

}  // namespace

result<void> begin(executor& in, const std::string& token_hash, const std::string& session, std::int64_t seconds) {
  auto r = in.run(openid_begin, param::bytes(token_hash), session, seconds);
  if (!r) return std::unexpected(r.error());
  return {};
}

result<std::optional<begun>> end(executor& in, const std::string& token_hash) {
  auto r = in.run(openid_end, param::bytes(token_hash));
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  return begun{r->at(0, 0).string(), r->at(0, 1).string(), r->at(0, 2).timestamp()};
}

}  // namespace openid_sign_ins
}  // namespace weir::postgres
