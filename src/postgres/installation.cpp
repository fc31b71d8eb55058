#include <array>

#include <src/postgres/done.hpp>

#include <weir/postgres/installation.hpp>

namespace weir::postgres {
namespace {

const statement installation_create{"installation.create", R"sql(
INSERT INTO installation (id, topic_prefix, partitions, claim_key) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING)sql"};

const statement installation_get{"installation.get", R"sql(
SELECT id, topic_prefix, partitions, claim_key, created_at FROM installation)sql"};

const statement installation_find{"installation.find",
                                  "SELECT id, topic_prefix, partitions, created_at FROM installation"};

const statement installation_key{"installation.claim_key", "SELECT claim_key FROM installation"};

const statement flags_list{"feature_flags.list", R"sql(
SELECT name, enabled, description, updated_at FROM feature_flags ORDER BY name)sql"};

const statement flags_set{"feature_flags.set", R"sql(
UPDATE feature_flags SET enabled = $2, updated_at = clock_timestamp() WHERE name = $1 AND enabled <> $2 RETURNING name)sql"};

const statement flags_find{"feature_flags.find", R"sql(
SELECT name, enabled, description, updated_at FROM feature_flags WHERE name = $1)sql"};

const statement flags_declare{"feature_flags.declare", R"sql(
INSERT INTO feature_flags (name, enabled, description) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET description = EXCLUDED.description)sql"};

const statement purge_rejected{"retention.rejected", R"sql(
DELETE FROM rejected WHERE id IN (SELECT id FROM rejected
  WHERE rejected_at < clock_timestamp() - (SELECT keep FROM retention_classes WHERE class = 'rejected') LIMIT $1))sql"};

const statement purge_conflicts{"retention.conflicts", R"sql(
DELETE FROM conflicts WHERE (partition, log_offset, event_index) IN (SELECT partition, log_offset, event_index FROM conflicts
  WHERE noticed_at < clock_timestamp() - (SELECT keep FROM retention_classes WHERE class = 'conflicts') LIMIT $1))sql"};

const statement purge_outbox{"retention.outbox", R"sql(
DELETE FROM outbox WHERE id IN (SELECT id FROM outbox
  WHERE published_at < clock_timestamp() - (SELECT keep FROM retention_classes WHERE class = 'outbox') LIMIT $1))sql"};

const statement purge_command_results{"retention.command_results", R"sql(
DELETE FROM command_results WHERE id IN (SELECT id FROM command_results
  WHERE created_at < clock_timestamp() - (SELECT keep FROM retention_classes WHERE class = 'command_results')
  AND status IN ('succeeded', 'failed') LIMIT $1))sql"};

const statement purge_idempotency_keys{"retention.idempotency_keys", R"sql(
DELETE FROM idempotency_keys WHERE (principal, key) IN (SELECT principal, key FROM idempotency_keys
  WHERE created_at < clock_timestamp() - (SELECT keep FROM retention_classes WHERE class = 'idempotency_keys') LIMIT $1))sql"};

const statement purge_jobs{"retention.jobs", R"sql(
DELETE FROM jobs WHERE id IN (SELECT id FROM jobs
  WHERE finished_at < clock_timestamp() - (SELECT keep FROM retention_classes WHERE class = 'jobs') LIMIT $1))sql"};

// A session's tokens and visits go with it.
const statement purge_sessions{"retention.sessions", R"sql(
DELETE FROM sessions WHERE id IN (SELECT id FROM sessions
  WHERE least(expires_at, revoked_at) < clock_timestamp() - (SELECT keep FROM retention_classes WHERE class = 'sessions') LIMIT $1))sql"};

const statement purge_login_attempts{"retention.login_attempts", R"sql(
DELETE FROM login_attempts WHERE key IN (SELECT key FROM login_attempts
  WHERE last_at < clock_timestamp() - (SELECT keep FROM retention_classes WHERE class = 'login_attempts') LIMIT $1))sql"};

const statement purge_mfa_challenges{"retention.mfa_challenges", R"sql(
DELETE FROM mfa_challenges WHERE token_hash IN (SELECT token_hash FROM mfa_challenges
  WHERE expires_at < clock_timestamp() - (SELECT keep FROM retention_classes WHERE class = 'mfa_challenges') LIMIT $1))sql"};

const statement purge_trusted_devices{"retention.trusted_devices", R"sql(
DELETE FROM trusted_devices WHERE id IN (SELECT id FROM trusted_devices
  WHERE least(expires_at, revoked_at) < clock_timestamp() - (SELECT keep FROM retention_classes WHERE class = 'trusted_devices')
  LIMIT $1))sql"};

const statement purge_openid_sign_ins{"retention.openid_sign_ins", R"sql(
DELETE FROM openid_sign_ins WHERE token_hash IN (SELECT token_hash FROM openid_sign_ins
  WHERE expires_at < clock_timestamp() - (SELECT keep FROM retention_classes WHERE class = 'openid_sign_ins') LIMIT $1))sql"};

// What was on its way to the audit trail in the moment of an erasure.
const statement purge_erased{"retention.erased", R"sql(
DELETE FROM audit_personal WHERE (tenant_number, sequence, name) IN (SELECT p.tenant_number, p.sequence, p.name
  FROM audit_personal AS p JOIN users AS u ON u.id = p.person
  WHERE u.erased_at < clock_timestamp() - (SELECT keep FROM retention_classes WHERE class = 'erased') LIMIT $1))sql"};

// Written while their person was being erased.
const statement purge_mails_of_erased{"retention.mails_of_erased", R"sql(
DELETE FROM mails WHERE message_id IN (SELECT m.message_id FROM mails AS m JOIN users AS u ON u.id = m.user_id
  WHERE u.erased_at < clock_timestamp() - (SELECT keep FROM retention_classes WHERE class = 'erased_mails') LIMIT $1))sql"};

const statement purge_mails{"retention.mails", R"sql(
DELETE FROM mails WHERE message_id IN (SELECT message_id FROM mails
  WHERE ended_at < clock_timestamp() - (SELECT keep FROM retention_classes WHERE class = 'mails') LIMIT $1))sql"};

const statement purge_mail_tokens{"retention.mail_tokens", R"sql(
DELETE FROM mail_tokens WHERE token_hash IN (SELECT token_hash FROM mail_tokens
  WHERE expires_at < clock_timestamp() - (SELECT keep FROM retention_classes WHERE class = 'mail_tokens') LIMIT $1))sql"};

const statement purge_invitations{"retention.invitations", R"sql(
DELETE FROM invitations WHERE id IN (SELECT id FROM invitations
  WHERE greatest(updated_at, expires_at) < clock_timestamp() - (SELECT keep FROM retention_classes WHERE class = 'invitations')
  LIMIT $1))sql"};

const statement purge_webhook_messages{"retention.webhook_messages", R"sql(
WITH gone AS (DELETE FROM webhook_messages WHERE id IN (SELECT m.id FROM webhook_messages AS m
    WHERE m.created_at < clock_timestamp() - (SELECT keep FROM retention_classes WHERE class = 'webhook_messages')
    AND NOT EXISTS (SELECT FROM webhook_deliveries AS d WHERE d.message_number = m.number AND d.state = 'waiting') LIMIT $1)
  RETURNING partition, number),
passed AS (INSERT INTO webhook_feed_passed AS p (partition, number)
  SELECT partition, max(number) FROM gone WHERE partition IS NOT NULL GROUP BY partition ORDER BY partition
  ON CONFLICT (partition) DO UPDATE SET number = greatest(p.number, EXCLUDED.number))
SELECT number FROM gone)sql"};

// What was not applied stays until somebody has decided about it.
const statement purge_provider_events{"retention.provider_events", R"sql(
DELETE FROM provider_events WHERE number IN (SELECT number FROM provider_events
  WHERE created_at < clock_timestamp() - (SELECT keep FROM retention_classes WHERE class = 'provider_events')
  AND state IN ('applied', 'ignored') LIMIT $1))sql"};

// What is to be said stays until it is.
const statement purge_meter_export_hours{"retention.meter_export_hours", R"sql(
DELETE FROM meter_export_hours WHERE (provider_number, meter_number, tenant_number, hour) IN (
  SELECT provider_number, meter_number, tenant_number, hour FROM meter_export_hours
  WHERE hour < clock_timestamp() - (SELECT keep FROM retention_classes WHERE class = 'meter_export_hours')
  AND state <> 'pending' LIMIT $1))sql"};

struct purge_of {
  const char* retention_class;
  const statement* sql;
};
constexpr std::array purges{purge_of{"rejected", &purge_rejected},
                            purge_of{"conflicts", &purge_conflicts},
                            purge_of{"outbox", &purge_outbox},
                            purge_of{"command_results", &purge_command_results},
                            purge_of{"idempotency_keys", &purge_idempotency_keys},
                            purge_of{"jobs", &purge_jobs},
                            purge_of{"sessions", &purge_sessions},
                            purge_of{"login_attempts", &purge_login_attempts},
                            purge_of{"mails", &purge_mails},
                            purge_of{"mail_tokens", &purge_mail_tokens},
                            purge_of{"invitations", &purge_invitations},
                            purge_of{"mfa_challenges", &purge_mfa_challenges},
                            purge_of{"trusted_devices", &purge_trusted_devices},
                            purge_of{"openid_sign_ins", &purge_openid_sign_ins},
                            purge_of{"erased", &purge_erased},
                            purge_of{"erased_mails", &purge_mails_of_erased},
                            purge_of{"webhook_messages", &purge_webhook_messages},
                            purge_of{"provider_events", &purge_provider_events},
                            purge_of{"meter_export_hours", &purge_meter_export_hours}};

}  // namespace

namespace installation {

result<row> create_or_check(executor& in, const row& wanted) {
  auto r =
      in.run(installation_create, wanted.id, wanted.topic_prefix, wanted.partitions, param::bytes(wanted.claim_key));
  if (r) r = in.run(installation_get);
  if (!r) return std::unexpected(r.error());
  row found{r->at(0, 0).string(), r->at(0, 1).string(), r->at(0, 2).int4(), r->at(0, 3).bytes(),
            r->at(0, 4).timestamp()};
  if (found.topic_prefix != wanted.topic_prefix) {
    return fail(error_code::installation_mismatch, "this database belongs to the topics with prefix \"" +
                                                       found.topic_prefix + "\", KAFKA_TOPIC_PREFIX is \"" +
                                                       wanted.topic_prefix + "\"");
  }
  if (found.partitions != wanted.partitions) {
    return fail(error_code::partition_count_mismatch, "this database was made for " + std::to_string(found.partitions) +
                                                          " partitions, not for " + std::to_string(wanted.partitions));
  }
  return found;
}

result<std::optional<row>> find(executor& in) {
  auto r = in.run(installation_find);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  return row{r->at(0, 0).string(), r->at(0, 1).string(), r->at(0, 2).int4(), {}, r->at(0, 3).timestamp()};
}

result<std::string> claim_key(executor& in) {
  auto r = in.run(installation_key);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::installation_mismatch, "The installation has no row: run weir topics apply.");
  return r->at(0, 0).bytes();
}

}  // namespace installation

namespace feature_flags {

namespace {

flag read(const rows& r, std::size_t i) {
  return {r.at(i, 0).string(), r.at(i, 1).boolean(), r.at(i, 2).string(), r.at(i, 3).timestamp()};
}

}  // namespace

result<std::vector<flag>> list(executor& in) {
  auto r = in.run(flags_list);
  if (!r) return std::unexpected(r.error());
  std::vector<flag> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<flag> find(executor& in, const std::string& name) {
  auto r = in.run(flags_find, name);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::feature_flag_not_found);
  return read(*r, 0);
}

result<bool> set(executor& in, const std::string& name, bool enabled) {
  auto r = in.run(flags_set, name, enabled);
  if (!r) return std::unexpected(r.error());
  return !r->empty();
}

result<void> declare(executor& in, const flag& f) {
  return done(in.run(flags_declare, f.name, f.enabled, f.description));
}

}  // namespace feature_flags

namespace retention {

std::vector<std::string> classes() {
  std::vector<std::string> out;
  for (const auto& p : purges)
    out.emplace_back(p.retention_class);
  return out;
}

result<std::uint64_t> purge(executor& in, const std::string& retention_class, std::int32_t most) {
  for (const auto& p : purges) {
    if (retention_class != p.retention_class) continue;
    auto r = in.run(*p.sql, most);
    if (!r) return std::unexpected(r.error());
    return r->affected();
  }
  return fail(error_code::internal_error, "unknown retention class " + retention_class);
}

}  // namespace retention
}  // namespace weir::postgres
