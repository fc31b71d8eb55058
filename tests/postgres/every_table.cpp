#include <doctest/doctest.h>
#include <tests/postgres/every_table.hpp>

namespace weir::test {
namespace {

constexpr const char* rows_of_0006 = R"sql(
INSERT INTO tenants (id, bucket, key, name) VALUES ('ten_00000000000000000000000001', 1, 'one', 'One'),
  ('ten_00000000000000000000000002', 2, 'two', 'Two');
INSERT INTO subject_aliases VALUES ('one', 1, true);
INSERT INTO api_keys (id, tenant_number, name, hint, secret_hash, scopes)
  VALUES ('key_00000000000000000000000001', 1, '', '', sha256('1'), '{query}');
INSERT INTO users (id, email) VALUES ('usr_00000000000000000000000001', 'one@example.com'),
  ('usr_00000000000000000000000002', 'two@example.com');
INSERT INTO memberships VALUES (1, 'usr_00000000000000000000000001', 'owner');
INSERT INTO sessions (id, user_id, auth_time, idle_expires_at, expires_at)
  VALUES ('ses_00000000000000000000000001', 'usr_00000000000000000000000001', now(), now() + interval '1 day', now() + interval '1 day');
INSERT INTO staff_visits VALUES ('ses_00000000000000000000000001', 1, 'usr_00000000000000000000000001');
INSERT INTO tenant_policies (tenant_number) VALUES (1);
INSERT INTO user_totp (user_id, sealed) VALUES ('usr_00000000000000000000000001', '');
INSERT INTO recovery_codes (user_id, code_hash) VALUES ('usr_00000000000000000000000001', sha256('1'));
INSERT INTO mfa_challenges (token_hash, user_id, expires_at) VALUES (sha256('1'), 'usr_00000000000000000000000001', now());
INSERT INTO trusted_devices (id, user_id, token_hash, name, expires_at)
  VALUES ('dev_00000000000000000000000001', 'usr_00000000000000000000000001', sha256('1'), '', now());
INSERT INTO user_identities (id, user_id, issuer, subject)
  VALUES ('idn_00000000000000000000000001', 'usr_00000000000000000000000001', 'https://id.example.com', '1');
INSERT INTO openid_sign_ins (token_hash, expires_at) VALUES (sha256('1'), now());
INSERT INTO usage_cells VALUES (1, 1, 1, now(), '', '{}', 1, 0, 0, 0);
INSERT INTO usage_unique_values VALUES (1, 1, 1, now(), '', '{}', gen_random_uuid());
INSERT INTO usage_conservation VALUES (0, 1, now(), 0, 0, 1, 1, 0, 0, 0, 0, 0, 0);
INSERT INTO usage_meter_conservation VALUES (1, 1, 0, 1, now(), 1, 1, 0);
INSERT INTO rejected (id, tenant_number, topic, partition, first_offset, last_offset, event_index, code, detail, appended_at)
  VALUES ('rej_00000000000000000000000001', 1, '', 0, 0, 0, 0, 'x', '', now());
INSERT INTO conflicts (tenant_number, partition, log_offset, event_index, event_id, source, type, subject, appended_at)
  VALUES (1, 0, 0, 0, '', '', '', '', now());
INSERT INTO outbox (id, tenant_number, bucket, type, payload) VALUES ('evt_1', 1, 0, '', '');
INSERT INTO idempotency_keys (principal, key, tenant_number, request_hash) VALUES ('', '', 1, '');
INSERT INTO command_results (id, tenant_number, type, principal, status)
  VALUES ('cmd_00000000000000000000000001', 1, '', '', 'accepted');
INSERT INTO jobs (id, tenant_number, kind, cause) VALUES ('job_00000000000000000000000001', 1, '', '');
INSERT INTO audit_entries (tenant_number, sequence, chain, previous_hash, hash, event_id, type, actor, subject, occurred_at)
  VALUES (1, 1, '', sha256(''), sha256(''), 'evt_1', '', '', '', now());
INSERT INTO audit_personal VALUES (1, 1, 'address', '', sha256(''), '');
INSERT INTO audit_heads (tenant_number, chain, hash, checkpoint_hash) VALUES (1, '', sha256(''), sha256(''));
INSERT INTO audit_keys (id, public_key, sealed_seed) VALUES ('aud_00000000000000000000000000000000', sha256(''), '');
INSERT INTO audit_checkpoints VALUES (1, 1, '', 1, sha256(''), sha256(''), now(), 'aud_00000000000000000000000000000000', decode(repeat('00', 64), 'hex'));
INSERT INTO invitations (id, tenant_number, email, role, invited_by, expires_at)
  VALUES ('ivt_00000000000000000000000001', 1, 'three@example.com', 'viewer', 'usr_00000000000000000000000001', now() + interval '1 day');
INSERT INTO mail_tokens (token_hash, purpose, user_id, email, expires_at)
  VALUES (sha256('t'), 'password_reset', 'usr_00000000000000000000000001', 'one@example.com', now() + interval '1 day');
INSERT INTO password_reset_requests (email) VALUES ('one@example.com');
INSERT INTO mails (message_id, kind, recipient, facts) VALUES ('evt_1.usr_1', 'welcome', 'one@example.com', '{}');
)sql";

constexpr const char* rows_since = R"sql(
INSERT INTO analyst_logins (id, login, tenant_number, granted_by)
  VALUES ('anl_00000000000000000000000001', 'an analyst', 1, '');
INSERT INTO plans (id, code) VALUES ('pln_00000000000000000000000001', 'one');
INSERT INTO plan_versions (plan_number, version, definition) VALUES (1, 1, '{}');
INSERT INTO subscriptions (id, tenant_number, currency) VALUES ('sub_00000000000000000000000001', 1, 'USD');
INSERT INTO subscription_changes (subscription_id, sequence, tenant_number, kind, at, day, plan_number, plan_version, made_by, command_id)
  VALUES ('sub_00000000000000000000000001', 1, 1, 'start', now(), '2026-11-01', 1, 1, '', '');
INSERT INTO billing_states (tenant_number, next_at) VALUES (1, now());
INSERT INTO invoice_inputs (hash, tenant_number, document) VALUES (repeat('0', 64), 1, '{}');
INSERT INTO invoices (id, tenant_number, kind, state, currency, as_of, place, run, period_from, period_to, net, total, due, lines, taxes,
    credits, seller, buyer, inputs_hash)
  VALUES ('inv_00000000000000000000000001', 1, 'regular', 'draft', 'USD', now(), 0, 0, '2026-11-01', '2026-11-30', 1, 1, 1, 1, '{}', '[]',
    '{}', '{}', repeat('0', 64));
INSERT INTO invoice_lines (invoice_id, number, tenant_number, subscription_id, kind, plan_code, plan_version, price_code, period, period_to,
    charge_from, charge_to, part_from, part_to, part_whole, amount, discount, net, detail)
  VALUES ('inv_00000000000000000000000001', 1, 1, 'sub_00000000000000000000000001', 'fee', 'one', 1, '', '2026-11-01', now(), now(), now(),
    0, 1, 1, 1, 0, 1, '{}');
INSERT INTO invoice_payments (invoice_id, sequence, tenant_number, amount, method, reference, received_at, recorded_by, command_id)
  VALUES ('inv_00000000000000000000000001', 1, 1, 1, 'check', '', now(), '', '');
INSERT INTO issuers (id, code, legal_name, line1, line2, city, region, postal_code, country, tax_id, email, payment_terms_days, note)
  VALUES ('iss_00000000000000000000000001', 'one', 'One', '', '', '', '', '', 'DE', '', '', 30, '');
INSERT INTO issuer_series VALUES ('O-', 1, 'invoice'), ('OC-', 1, 'credit_note');
INSERT INTO tax_rates (id, code, name, jurisdiction, rate) VALUES ('txr_00000000000000000000000001', 'one', 'One', 'DE', 0.19);
INSERT INTO coupons (id, code, name, percentage, duration) VALUES ('cpn_00000000000000000000000001', 'one', 'One', 0.5, 'once');
INSERT INTO billing_profiles (tenant_number) VALUES (1);
INSERT INTO tenant_coupons (id, tenant_number, coupon_number, since, made_by, command_id)
  VALUES ('tcp_00000000000000000000000001', 1, 1, now(), '', '');
INSERT INTO credit_accounts VALUES (1, 'USD', 5, 1);
INSERT INTO credit_grants (id, tenant_number, currency, amount, remaining, is_paid, made_by, created_at)
  VALUES ('crg_00000000000000000000000001', 1, 'USD', 5, 5, false, '', now());
INSERT INTO credit_entries (tenant_number, currency, sequence, grant_id, kind, amount, balance_after, at)
  VALUES (1, 'USD', 1, 'crg_00000000000000000000000001', 'granted', 5, 5, now());
INSERT INTO accept_windows VALUES ('usage', 0, 0, 35);
INSERT INTO meters (id, slug, name, event_type, aggregation) VALUES ('mtr_0000000000000000000000000Z', 'one', 'One', '', 'COUNT');
INSERT INTO history_imports (id, tenant_number, meter_number, range_from, range_to, made_by)
  SELECT 'him_00000000000000000000000001', 1, number, '2026-01-01', '2026-02-01', '' FROM meters WHERE slug = 'one';
INSERT INTO archive_segments (topic, partition, sequence, log_number, first_offset, last_offset, records, first_appended_at,
    last_appended_at, raw_bytes, stored_bytes, raw_sha256, stored_sha256, manifest_sha256, object)
  VALUES ('weir.usage', 0, 1, 0, 0, 0, 1, now(), now(), 1, 1, sha256('1'), sha256('1'), sha256('1'), 'one');
INSERT INTO budgets (id, tenant_number, name, measures, currency, amount, thresholds)
  VALUES ('bdg_00000000000000000000000001', 1, 'One', 'spend', 'USD', 1, '{100}');
INSERT INTO budget_crossings (budget_id, tenant_number, period_from, period_to, threshold, occurrence, amount, used, crossed_at)
  VALUES ('bdg_00000000000000000000000001', 1, now(), now(), 100, 1, 1, 1, now());
INSERT INTO budget_watches (tenant_number) VALUES (1);
INSERT INTO webhook_endpoints (id, tenant_number, url, event_types)
  VALUES ('whe_00000000000000000000000001', 1, 'https://one.example.com', '{*}');
INSERT INTO webhook_secrets (id, endpoint_number, tenant_number, sealed)
  SELECT id || '_1', number, tenant_number, '' FROM webhook_endpoints;
INSERT INTO webhook_sealed_parts (id, endpoint_number, tenant_number, kind, sealed)
  SELECT id || '_headers', number, tenant_number, 'headers', '' FROM webhook_endpoints;
INSERT INTO webhook_lanes (endpoint_number) SELECT number FROM webhook_endpoints;
INSERT INTO webhook_messages (id, tenant_number, type, body) VALUES ('msg_00000000000000000000000001', 1, '', '{}');
INSERT INTO webhook_deliveries (id, endpoint_number, message_number, tenant_number)
  SELECT 'whd_00000000000000000000000001', e.number, m.number, 1 FROM webhook_endpoints AS e, webhook_messages AS m;
INSERT INTO webhook_attempts (delivery_number, attempt, tenant_number, started_at, duration_ms, status)
  SELECT number, 1, 1, now(), 1, 204 FROM webhook_deliveries;
INSERT INTO payment_providers (id, slug, provider, name, live) VALUES ('ppr_00000000000000000000000001', 'one', 'stripe', 'One', false);
INSERT INTO payment_provider_secrets (id, provider_number, kind, sealed) SELECT id || '_signing_1', number, 'signing', '' FROM payment_providers;
INSERT INTO provider_events (id, provider_number, provider, event_id, type, object_id, related_id, api_version, occurred_at, received_at, source, body)
  SELECT 'pve_00000000000000000000000001', number, provider, 'evt_1', 'charge.succeeded', 'ch_1', 'pi_1', '', now(), now(), 'webhook', '{}'
  FROM payment_providers;
INSERT INTO payments (id, tenant_number, invoice_id, provider_number, origin, amount, currency, created_by)
  SELECT 'pay_00000000000000000000000001', 1, 'inv_00000000000000000000000001', number, 'hosted', 1, 'USD', '' FROM payment_providers;
INSERT INTO refunds (id, payment_number, tenant_number, amount, state, created_by)
  SELECT 'rfd_00000000000000000000000001', number, 1, 1, 'pending', '' FROM payments;
INSERT INTO disputes (id, payment_number, tenant_number, amount, state, reference, as_of)
  SELECT 'dsp_00000000000000000000000001', number, 1, 1, 'needs_response', 'dp_1', now() FROM payments;
INSERT INTO payment_customers (provider_number, tenant_number) SELECT number, 1 FROM payment_providers;
INSERT INTO invoice_collections (invoice_id, tenant_number) VALUES ('inv_00000000000000000000000001', 1);
INSERT INTO collection_steps (invoice_id, number, tenant_number, act, day, result, taken_at)
  VALUES ('inv_00000000000000000000000001', 0, 1, 'charge', '2026-11-01', 'skipped', now());
INSERT INTO payment_methods (id, provider_number, tenant_number, reference, customer, kind, state, made_at, as_of)
  SELECT 'pmt_00000000000000000000000001', number, 1, 'pm_1', 'cus_1', 'card', 'attached', now(), now() FROM payment_providers;
INSERT INTO meter_exports (provider_number, meter_number, event_name, exported_from) SELECT p.number, m.number, 'calls', now()
  FROM payment_providers AS p, (SELECT number FROM meters LIMIT 1) AS m;
INSERT INTO meter_export_hours (provider_number, meter_number, tenant_number, hour, quantity, event_name, customer)
  SELECT provider_number, meter_number, 1, exported_from, 1, event_name, 'cus_1' FROM meter_exports;
INSERT INTO invoice_pushes (provider_number, invoice_id, tenant_number, customer, due_date)
  SELECT number, 'inv_00000000000000000000000001', 1, 'cus_1', now() FROM payment_providers;
)sql";

}  // namespace

std::unique_ptr<postgres::connection> administrator() {
  return shared_database().connect_as_administrator();
}

void fill_as_of_0006(postgres::connection& in) {
  must(in, rows_of_0006);
}

void fill_every_table() {
  empty_tables();
  fill_as_of_0006(*administrator());
  must(*administrator(), rows_since);
}

std::vector<tenant_table> tenant_tables() {
  auto r = administrator()->query(R"sql(
SELECT c.relname, a.attname, c.relrowsecurity AND c.relforcerowsecurity FROM pg_class AS c
JOIN pg_attribute AS a ON a.attrelid = c.oid AND (a.attname = 'tenant_number' OR (c.relname = 'tenants' AND a.attname = 'number'))
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1)sql");
  REQUIRE(r.has_value());
  std::vector<tenant_table> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    CAPTURE(r->at(i, 0).string());
    CHECK_MESSAGE(r->at(i, 2).boolean(), "row-level security is not forced");
    out.push_back({r->at(i, 0).string(), r->at(i, 1).string()});
  }
  return out;
}

}  // namespace weir::test
