#include <weir/base/assert.hpp>
#include <weir/postgres/mail_tokens.hpp>

#define WEIR_MAIL_TOKEN_COLUMNS \
  "purpose, expires_at, used_at, superseded_at, user_id, invitation_id, email, clock_timestamp()"

namespace weir::postgres {
namespace mail_tokens {
namespace {

const statement token_find{"mail_tokens.find",
                           "SELECT " WEIR_MAIL_TOKEN_COLUMNS " FROM mail_tokens WHERE token_hash = $1"};

const statement token_lock{"mail_tokens.lock",
                           "SELECT " WEIR_MAIL_TOKEN_COLUMNS " FROM mail_tokens WHERE token_hash = $1 FOR UPDATE"};

const statement token_use{"mail_tokens.use",
                          "UPDATE mail_tokens SET used_at = clock_timestamp() WHERE token_hash = $1"};

const statement token_void_others{"mail_tokens.void_others", R"sql(
UPDATE mail_tokens AS t SET superseded_at = clock_timestamp() FROM mail_tokens AS mine
WHERE mine.token_hash = $1 AND t.token_hash <> $1 AND t.purpose = mine.purpose AND t.used_at IS NULL AND t.superseded_at IS NULL
AND (t.user_id = mine.user_id OR t.invitation_id = mine.invitation_id))sql"};

const statement token_add{"mail_tokens.add", R"sql(
INSERT INTO mail_tokens (token_hash, purpose, user_id, invitation_id, email, expires_at)
VALUES ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(secs => $6)))sql"};

result<std::optional<row>> maybe(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  const auto at = [&](std::size_t column) -> const field& { return r->at(0, column); };
  const auto purpose = domain::mail_purpose_from_name(at(0).string());
  WEIR_ASSERT(purpose, "mail_tokens.purpose is checked by the database");
  return row{{*purpose, at(1).timestamp(), at(2).optional_timestamp(), at(3).optional_timestamp()},
             at(4).optional_string(),
             at(5).optional_string(),
             at(6).string(),
             at(7).timestamp()};
}

}  // namespace

result<std::optional<row>> find(executor& in, const std::string& hash) {
  return maybe(in.run(token_find, param::bytes(hash)));
}

result<std::optional<row>> lock(executor& in, const std::string& hash) {
  return maybe(in.run(token_lock, param::bytes(hash)));
}

result<void> use(executor& in, const std::string& hash) {
  if (auto r = in.run(token_use, param::bytes(hash)); !r) return std::unexpected(r.error());
  if (auto r = in.run(token_void_others, param::bytes(hash)); !r) return std::unexpected(r.error());
  return {};
}

result<void> add(executor& in, const new_token& t) {
  auto r = in.run(token_add, param::bytes(t.hash), domain::name(t.purpose), t.user_id, t.invitation_id, t.email,
                  domain::lifetime_s(t.purpose));
  if (!r) return std::unexpected(r.error());
  if (auto others = in.run(token_void_others, param::bytes(t.hash)); !others) return std::unexpected(others.error());
  return {};
}

}  // namespace mail_tokens

namespace reset_requests {
namespace {

const statement request_ask{"reset_requests.ask", R"sql(
INSERT INTO password_reset_requests (email, address, request) VALUES ($1, $2, $3))sql"};

const statement request_take{"reset_requests.take", R"sql(
DELETE FROM password_reset_requests WHERE number IN (
  SELECT number FROM password_reset_requests ORDER BY number LIMIT $1 FOR UPDATE SKIP LOCKED)
RETURNING email, address, request, number, created_at)sql"};

}  // namespace

result<void> ask(executor& in, const std::string& email, const std::string& address, const std::string& request) {
  auto r = in.run(request_ask, email, address, request);
  if (!r) return std::unexpected(r.error());
  return {};
}

result<std::vector<row>> take(executor& in, std::int32_t most) {
  auto r = in.run(request_take, most);
  if (!r) return std::unexpected(r.error());
  std::vector<row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back({r->at(i, 0).string(), r->at(i, 1).string(), r->at(i, 2).string(), r->at(i, 3).int8(),
                   r->at(i, 4).timestamp()});
  return out;
}

}  // namespace reset_requests
}  // namespace weir::postgres
