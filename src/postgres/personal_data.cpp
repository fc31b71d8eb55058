#include <src/postgres/columns.hpp>

#include <weir/postgres/audit.hpp>
#include <weir/postgres/personal_data.hpp>

namespace weir::postgres::personal_data {
namespace {

const statement personal_sessions{"personal_data.sessions", "SELECT " WEIR_SESSION_COLUMNS R"sql(
FROM sessions AS s WHERE s.user_id = $1 ORDER BY s.id DESC LIMIT 1000)sql"};

const statement personal_visits{"personal_data.visits", R"sql(
SELECT t.id, min(v.first_at) FROM staff_visits AS v JOIN tenants AS t ON t.number = v.tenant_number
WHERE v.user_id = $1 GROUP BY t.id ORDER BY t.id)sql"};

// A trigger overwrites the rest of the row: docs/security.md.
const statement personal_erase{"personal_data.erase", R"sql(
UPDATE users AS u SET erased_at = clock_timestamp() WHERE u.id = $1 AND u.erased_at IS NULL
RETURNING )sql" WEIR_USER_COLUMNS};

// Mails to whoever has this address, and what they were invited by.
const statement personal_mails{"personal_data.mails", R"sql(
DELETE FROM mails WHERE user_id = $1 OR recipient = (SELECT u.email FROM users AS u WHERE u.id = $1))sql"};
const statement personal_invitation_trail{"personal_data.invitation_trail", R"sql(
DELETE FROM audit_personal WHERE person IN (SELECT i.id FROM invitations AS i
  WHERE i.accepted_by = $1 OR i.email = (SELECT u.email FROM users AS u WHERE u.id = $1)))sql"};
const statement personal_invitations{"personal_data.invitations", R"sql(
DELETE FROM invitations WHERE accepted_by = $1 OR email = (SELECT u.email FROM users AS u WHERE u.id = $1))sql"};
const statement personal_mail_tokens{"personal_data.mail_tokens", "DELETE FROM mail_tokens WHERE user_id = $1"};
const statement personal_memberships{"personal_data.leave", "DELETE FROM memberships WHERE user_id = $1"};
const statement personal_preferences{"personal_data.preferences", "DELETE FROM user_preferences WHERE user_id = $1"};
const statement personal_totp{"personal_data.totp", "DELETE FROM user_totp WHERE user_id = $1"};
const statement personal_codes{"personal_data.codes", "DELETE FROM recovery_codes WHERE user_id = $1"};
const statement personal_devices{"personal_data.devices", "DELETE FROM trusted_devices WHERE user_id = $1"};
const statement personal_identities{"personal_data.identities", "DELETE FROM user_identities WHERE user_id = $1"};
const statement personal_agents{"personal_data.agents",
                                "UPDATE sessions SET user_agent = '', address = '' WHERE user_id = $1"};

}  // namespace

result<std::vector<session_row>> sessions_of(executor& in, const std::string& user) {
  auto r = in.run(personal_sessions, user);
  if (!r) return std::unexpected(r.error());
  std::vector<session_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(sessions::read(*r, i));
  return out;
}

result<std::vector<visit>> visits_of(executor& in, const std::string& user) {
  auto r = in.run(personal_visits, user);
  if (!r) return std::unexpected(r.error());
  std::vector<visit> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back({r->at(i, 0).string(), r->at(i, 1).timestamp()});
  return out;
}

result<user_row> erase(executor& in, const std::string& user) {
  for (const auto* s : {&personal_mails, &personal_invitation_trail, &personal_invitations, &personal_mail_tokens}) {
    if (auto done = in.run(*s, user); !done) return std::unexpected(done.error());
  }
  auto r = in.run(personal_erase, user);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::user_not_found);
  auto erased = users::read(*r, 0);
  for (const auto* s : {&personal_memberships, &personal_preferences, &personal_totp, &personal_codes,
                        &personal_devices, &personal_identities, &personal_agents}) {
    if (auto done = in.run(*s, user); !done) return std::unexpected(done.error());
  }
  if (auto done = audit::erase_person(in, user); !done) return std::unexpected(done.error());
  return erased;
}

}  // namespace weir::postgres::personal_data
