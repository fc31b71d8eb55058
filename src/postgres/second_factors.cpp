#include <src/postgres/columns.hpp>
#include <src/postgres/done.hpp>

#include <weir/postgres/second_factors.hpp>

namespace weir::postgres {
namespace {

result<bool> touched(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  return r->affected() > 0;
}

}  // namespace

namespace user_totp {
namespace {

const statement totp_lock{"user_totp.lock", R"sql(
SELECT sealed, last_step, confirmed_at IS NOT NULL FROM user_totp WHERE user_id = $1 FOR UPDATE)sql"};

const statement totp_begin{"user_totp.begin", R"sql(
INSERT INTO user_totp AS t (user_id, sealed) VALUES ($1, $2)
ON CONFLICT (user_id) DO UPDATE SET sealed = EXCLUDED.sealed, last_step = 0, created_at = EXCLUDED.created_at
WHERE t.confirmed_at IS NULL)sql"};

const statement totp_confirm{"user_totp.confirm", R"sql(
UPDATE user_totp SET confirmed_at = clock_timestamp(), last_step = $2 WHERE user_id = $1)sql"};

const statement totp_take_step{"user_totp.take_step", "UPDATE user_totp SET last_step = $2 WHERE user_id = $1"};

const statement totp_look{"user_totp.look", R"sql(
SELECT t.confirmed_at, (SELECT count(*)::int FROM recovery_codes AS c WHERE c.user_id = t.user_id AND c.used_at IS NULL)
FROM user_totp AS t WHERE t.user_id = $1 AND t.confirmed_at IS NOT NULL)sql"};

const statement totp_remove{"user_totp.remove", R"sql(
DELETE FROM user_totp WHERE user_id = $1 AND confirmed_at IS NOT NULL)sql"};

const statement totp_remove_codes{"user_totp.remove_codes", "DELETE FROM recovery_codes WHERE user_id = $1"};

}  // namespace

result<std::optional<secret_row>> lock(executor& in, const std::string& user) {
  auto r = in.run(totp_lock, user);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  return secret_row{r->at(0, 0).bytes(), r->at(0, 1).int8(), r->at(0, 2).boolean()};
}

result<bool> begin(executor& in, const std::string& user, const std::string& sealed) {
  return touched(in.run(totp_begin, user, param::bytes(sealed)));
}

result<void> confirm(executor& in, const std::string& user, std::int64_t step) {
  return done(in.run(totp_confirm, user, step));
}

result<void> take_step(executor& in, const std::string& user, std::int64_t step) {
  return done(in.run(totp_take_step, user, step));
}

result<status> look(executor& in, const std::string& user) {
  auto r = in.run(totp_look, user);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return status{};
  return status{r->at(0, 0).optional_timestamp(), r->at(0, 1).int4()};
}

result<bool> remove(executor& in, const std::string& user) {
  auto gone = touched(in.run(totp_remove, user));
  if (!gone || !*gone) return gone;
  if (auto codes = done(in.run(totp_remove_codes, user)); !codes) return std::unexpected(codes.error());
  return true;
}

}  // namespace user_totp

namespace recovery_codes {
namespace {

// Not deleted: weir_login deletes nothing. What was there counts as used.
const statement codes_end{"recovery_codes.end", R"sql(
UPDATE recovery_codes SET used_at = clock_timestamp() WHERE user_id = $1 AND used_at IS NULL)sql"};

const statement codes_add{"recovery_codes.add", R"sql(
INSERT INTO recovery_codes (user_id, code_hash) VALUES ($1, $2))sql"};

const statement codes_use{"recovery_codes.use", R"sql(
UPDATE recovery_codes SET used_at = clock_timestamp() WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL)sql"};

}  // namespace

result<void> replace(executor& in, const std::string& user, std::span<const std::string> hashes) {
  if (auto ended = done(in.run(codes_end, user)); !ended) return ended;
  for (const auto& hash : hashes) {
    if (auto added = done(in.run(codes_add, user, param::bytes(hash))); !added) return added;
  }
  return {};
}

result<bool> use(executor& in, const std::string& user, const std::string& hash) {
  return touched(in.run(codes_use, user, param::bytes(hash)));
}

}  // namespace recovery_codes

namespace mfa_challenges {
namespace {

const statement challenge_create{"mfa_challenges.create", R"sql(
INSERT INTO mfa_challenges (token_hash, user_id, expires_at, session_id, is_fresh)
VALUES ($1, $2, clock_timestamp() + $3::bigint * interval '1 second', nullif($4, ''), $5))sql"};

const statement challenge_lock{"mfa_challenges.lock", "SELECT " WEIR_USER_COLUMNS R"sql(,
  c.attempts, coalesce(c.session_id, ''), c.is_fresh
FROM mfa_challenges AS c JOIN users AS u ON u.id = c.user_id
WHERE c.token_hash = $1 AND c.ended_at IS NULL AND c.expires_at > clock_timestamp() AND u.is_active FOR UPDATE OF c)sql"};

const statement challenge_count{"mfa_challenges.count", R"sql(
UPDATE mfa_challenges SET attempts = attempts + 1 WHERE token_hash = $1)sql"};

const statement challenge_end{"mfa_challenges.end", R"sql(
UPDATE mfa_challenges SET ended_at = clock_timestamp() WHERE token_hash = $1)sql"};

const statement challenge_end_all{"mfa_challenges.end_all", R"sql(
UPDATE mfa_challenges SET ended_at = clock_timestamp() WHERE user_id = $1 AND ended_at IS NULL)sql"};

}  // namespace

result<void> create(executor& in, const new_challenge& c) {
  return done(in.run(challenge_create, param::bytes(c.token_hash), c.user_id, c.seconds, c.session, c.fresh));
}

result<std::optional<open_row>> lock(executor& in, const std::string& token_hash) {
  auto r = in.run(challenge_lock, param::bytes(token_hash));
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  return open_row{users::read(*r, 0), r->at(0, user_columns).int4(), r->at(0, user_columns + 1).string(),
                  r->at(0, user_columns + 2).boolean()};
}

result<void> count(executor& in, const std::string& token_hash) {
  return done(in.run(challenge_count, param::bytes(token_hash)));
}

result<void> end(executor& in, const std::string& token_hash) {
  return done(in.run(challenge_end, param::bytes(token_hash)));
}

result<void> end_all(executor& in, const std::string& user) {
  return done(in.run(challenge_end_all, user));
}

}  // namespace mfa_challenges
}  // namespace weir::postgres
