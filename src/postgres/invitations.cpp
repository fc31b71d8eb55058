#include <weir/domain/mail_token.hpp>
#include <weir/postgres/invitations.hpp>

#define WEIR_INVITATION_COLUMNS                                                                        \
  "i.id, i.tenant_number, i.email, i.role, "                                                           \
  "CASE WHEN i.state = 'open' AND i.expires_at <= clock_timestamp() THEN 'expired' ELSE i.state END, " \
  "i.invited_by, i.version, i.created_at, i.updated_at, i.expires_at"

namespace weir::postgres::invitations {
namespace {

// One whose time is over makes room for the next.
const statement invitation_close{"invitations.close", R"sql(
UPDATE invitations SET state = 'expired' WHERE tenant_number = $1 AND email = $2 AND state = 'open'
AND expires_at <= clock_timestamp())sql"};

const statement invitation_create{"invitations.create", R"sql(
INSERT INTO invitations AS i (id, tenant_number, email, role, invited_by, expires_at)
VALUES ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(secs => $6))
ON CONFLICT (tenant_number, email) WHERE state = 'open' DO NOTHING RETURNING )sql" WEIR_INVITATION_COLUMNS};

const statement invitation_get{"invitations.get", "SELECT " WEIR_INVITATION_COLUMNS R"sql(
FROM invitations AS i WHERE i.tenant_number = $1 AND i.id = $2)sql"};

const statement invitation_lock{"invitations.lock", "SELECT " WEIR_INVITATION_COLUMNS R"sql(
FROM invitations AS i WHERE i.tenant_number = $1 AND i.id = $2 FOR UPDATE)sql"};

const statement invitation_by_id{"invitations.by_id",
                                 "SELECT " WEIR_INVITATION_COLUMNS " FROM invitations AS i WHERE i.id = $1"};

const statement invitation_list{"invitations.list", "SELECT " WEIR_INVITATION_COLUMNS R"sql(
FROM invitations AS i WHERE i.tenant_number = $1 AND i.id > $2 ORDER BY i.id LIMIT $3)sql"};

const statement invitation_renew{"invitations.renew", R"sql(
UPDATE invitations AS i SET state = 'open', version = i.version + 1, updated_at = clock_timestamp(),
  expires_at = clock_timestamp() + make_interval(secs => $2)
WHERE i.id = $1 AND NOT EXISTS (SELECT FROM invitations AS o WHERE o.tenant_number = i.tenant_number AND o.email = i.email
  AND o.state = 'open' AND o.id <> i.id) RETURNING )sql" WEIR_INVITATION_COLUMNS};

const statement invitation_end{"invitations.end", R"sql(
UPDATE invitations AS i SET state = $2, accepted_by = $3, version = i.version + 1, updated_at = clock_timestamp()
WHERE i.id = $1 RETURNING )sql" WEIR_INVITATION_COLUMNS};

constexpr auto lifetime = domain::mail_purpose::invitation;

invitation_row read(const rows& r, std::size_t i) {
  const auto at = [&](std::size_t column) -> const field& { return r.at(i, column); };
  return {at(0).string(), at(1).int4(), at(2).string(),    at(3).string(),    at(4).string(),
          at(5).string(), at(6).int8(), at(7).timestamp(), at(8).timestamp(), at(9).timestamp()};
}

result<invitation_row> single(const result<rows>& r, error_code otherwise = error_code::invitation_not_found) {
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(otherwise);
  return read(*r, 0);
}

}  // namespace

result<invitation_row> create(executor& in, const new_invitation& n) {
  if (auto closed = in.run(invitation_close, n.tenant_number, n.email); !closed) return std::unexpected(closed.error());
  return single(
      in.run(invitation_create, n.id, n.tenant_number, n.email, n.role, n.invited_by, domain::lifetime_s(lifetime)),
      error_code::invitation_exists);
}

result<invitation_row> get(executor& in, std::int32_t tenant, const std::string& id) {
  return single(in.run(invitation_get, tenant, id));
}

result<invitation_row> lock(executor& in, std::int32_t tenant, const std::string& id) {
  return single(in.run(invitation_lock, tenant, id));
}

result<invitation_row> by_id(executor& in, const std::string& id) {
  return single(in.run(invitation_by_id, id));
}

result<std::vector<invitation_row>> list(executor& in, std::int32_t tenant, const std::string& after,
                                         std::int32_t limit) {
  auto r = in.run(invitation_list, tenant, after, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<invitation_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<invitation_row> renew(executor& in, const std::string& id) {
  return single(in.run(invitation_renew, id, domain::lifetime_s(lifetime)), error_code::invitation_exists);
}

result<invitation_row> revoke(executor& in, const std::string& id) {
  return single(in.run(invitation_end, id, "revoked", std::optional<std::string>{}));
}

result<invitation_row> accept(executor& in, const std::string& id, const std::string& user) {
  return single(in.run(invitation_end, id, "accepted", user));
}

}  // namespace weir::postgres::invitations
