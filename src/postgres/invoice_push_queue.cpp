#include <src/postgres/done.hpp>

#include <weir/base/assert.hpp>
#include <weir/postgres/invoice_push_queue.hpp>

// The row as it was taken.
#define WEIR_PUSH_AS_TAKEN                                                                             \
  "WHERE provider_number = $1 AND invoice_id = $2 AND state = 'waiting' AND round = $3 AND reference " \
  "IS NOT DISTINCT FROM $4 AND has_lines = $5 AND coalesce(status, '') = $6"

namespace weir::postgres::invoice_push_queue {
namespace {

// What is due by then is Stripe's date; it takes none that is over, and each round asks for a day at most.
const statement push_note{"invoice_push_queue.note", R"sql(
INSERT INTO invoice_pushes (provider_number, invoice_id, tenant_number, customer, due_date)
SELECT c.provider_number, i.id, i.tenant_number, c.reference,
  greatest(i.due_at - interval '1 second', clock_timestamp() + interval '1 day')
FROM payment_providers AS p JOIN payment_customers AS c ON c.provider_number = p.number AND c.reference IS NOT NULL
JOIN invoices AS i ON i.tenant_number = c.tenant_number
WHERE p.push_invoices_from IS NOT NULL AND p.enabled AND i.finalized_at >= p.push_invoices_from AND i.finalized_at >= $1
  AND i.kind <> 'credit_note' AND i.total > 0 AND i.state IN ('finalized', 'past_due', 'paid', 'uncollectible')
  AND NOT EXISTS (SELECT FROM invoice_pushes AS h WHERE h.provider_number = p.number AND h.invoice_id = i.id)
ORDER BY i.finalized_at, i.id LIMIT $2
ON CONFLICT (provider_number, invoice_id) DO NOTHING)sql"};

const statement push_note_fates{"invoice_push_queue.note_fates", R"sql(
UPDATE invoice_pushes AS h SET state = 'waiting', due_at = clock_timestamp(), attempts = 0, asked_at = NULL, updated_at = clock_timestamp(),
  round = CASE WHEN h.state = 'failed' THEN h.round + 1 ELSE h.round END
FROM invoices AS i WHERE i.id = h.invoice_id AND h.state <> 'waiting' AND h.status IN ('open', 'uncollectible')
  AND i.state IN ('paid', 'void', 'uncollectible') AND h.status <> i.state
  AND (h.state = 'pushed' OR h.invoice_state <> i.state))sql"};

// What was begun is ended, and what somebody tries again is tried, also when nothing new is pushed any more.
const statement push_take{"invoice_push_queue.take", R"sql(
WITH due AS (
  SELECT h.provider_number, h.invoice_id FROM invoice_pushes AS h JOIN payment_providers AS p ON p.number = h.provider_number
  WHERE h.state = 'waiting' AND h.due_at <= clock_timestamp() AND p.enabled AND p.id <> ALL ($3::text[])
    AND (p.push_invoices_from IS NOT NULL OR h.asked_at IS NOT NULL OR h.reference IS NOT NULL OR h.round > 1)
    AND EXISTS (SELECT FROM payment_provider_secrets AS s WHERE s.provider_number = p.number AND s.kind = 'api_key' AND s.expires_at IS NULL)
  ORDER BY h.due_at LIMIT $1 FOR UPDATE OF h SKIP LOCKED),
taken AS (
  UPDATE invoice_pushes AS h SET due_at = clock_timestamp() + make_interval(secs => $2), attempts = h.attempts + 1,
    round = CASE WHEN x.is_over THEN h.round + 1 ELSE h.round END,
    asked_at = CASE WHEN x.is_over THEN clock_timestamp() ELSE coalesce(h.asked_at, clock_timestamp()) END,
    due_date = CASE WHEN x.is_over AND h.reference IS NULL THEN greatest(h.due_date, clock_timestamp() + interval '1 day') ELSE h.due_date END
  FROM (SELECT o.provider_number, o.invoice_id, coalesce(o.asked_at < clock_timestamp() - interval '23 hours', false) AS is_over
    FROM due AS d JOIN invoice_pushes AS o USING (provider_number, invoice_id)) AS x
  WHERE h.provider_number = x.provider_number AND h.invoice_id = x.invoice_id AND h.state = 'waiting'
  RETURNING h.*)
SELECT p.id, p.live, s.id, s.sealed, h.provider_number, h.invoice_id, i.state, h.tenant_number, t.id, h.customer, h.due_date, h.round,
  h.created_at, h.reference, h.has_lines, coalesce(h.status, ''), coalesce(h.number, ''), coalesce(h.url, ''), h.attempts,
  h.pushed_at IS NOT NULL
FROM taken AS h JOIN payment_providers AS p ON p.number = h.provider_number
JOIN payment_provider_secrets AS s ON s.provider_number = p.number AND s.kind = 'api_key' AND s.expires_at IS NULL
JOIN invoices AS i ON i.id = h.invoice_id JOIN tenants AS t ON t.number = h.tenant_number
ORDER BY h.created_at, h.invoice_id)sql"};

const statement push_keep{"invoice_push_queue.keep", R"sql(
UPDATE invoice_pushes SET state = $11, reference = $7, has_lines = $8, status = nullif($9, ''), number = nullif(left($10, 200), ''),
  url = nullif(left($14, 2048), ''), failure_code = $12, failure_message = nullif(left($13, 500), ''), attempts = 0, asked_at = NULL, due_at = clock_timestamp(),
  invoice_state = CASE WHEN $11 = 'failed' THEN $15 END,
  pushed_at = CASE WHEN $11 = 'pushed' THEN coalesce(pushed_at, clock_timestamp()) ELSE pushed_at END, updated_at = clock_timestamp()
)sql" WEIR_PUSH_AS_TAKEN};

const statement push_defer{"invoice_push_queue.defer", R"sql(
UPDATE invoice_pushes SET due_at = clock_timestamp() + make_interval(secs => $7::bigint / 1000.0), failure_code = nullif($8, ''),
  failure_message = nullif(left($9, 500), ''), updated_at = clock_timestamp(), round = CASE WHEN $10 THEN round + 1 ELSE round END,
  asked_at = CASE WHEN $10 THEN NULL ELSE asked_at END,
  due_date = CASE WHEN $10 AND reference IS NULL THEN greatest(due_date, clock_timestamp() + interval '1 day') ELSE due_date END
)sql" WEIR_PUSH_AS_TAKEN};

due_push read_due(const rows& r, std::size_t i) {
  const auto at = [&](std::size_t column) -> const field& { return r.at(i, column); };
  due_push out;
  out.account = at(0).string();
  out.live = at(1).boolean();
  out.secret_id = at(2).string();
  out.sealed_key = at(3).bytes();
  out.provider_number = at(4).int4();
  out.invoice_id = at(5).string();
  const auto state = billing::invoice_state_from_name(at(6).string());
  WEIR_ASSERT(state, "the table has no others");
  out.invoice_state = *state;
  out.tenant_number = at(7).int4();
  out.tenant_id = at(8).string();
  out.customer = at(9).string();
  out.due_date = at(10).timestamp();
  out.round = at(11).int4();
  out.created_at = at(12).timestamp();
  out.there = {at(13).optional_string(), at(14).boolean(), at(15).string(), at(16).string(), at(17).string()};
  out.attempts = at(18).int4();
  out.was_pushed = at(19).boolean();
  return out;
}

result<void> put(executor& in, const due_push& of, const push_progress& now, const char* state, const param& code,
                 const param& message) {
  return done(in.run(push_keep, of.provider_number, of.invoice_id, of.round, of.there.reference, of.there.has_lines,
                     of.there.status, now.reference, now.has_lines, now.status, now.number, state, code, message,
                     now.url, billing::name(of.invoice_state)));
}

result<std::int64_t> count(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  return static_cast<std::int64_t>(r->affected());
}

}  // namespace

result<std::int64_t> note(executor& in, timestamp since, std::int32_t most) {
  return count(in.run(push_note, since, most));
}

result<std::int64_t> note_fates(executor& in) {
  return count(in.run(push_note_fates));
}

result<std::vector<due_push>> take(executor& in, std::int32_t most, std::int64_t hold_s,
                                   std::span<const std::string> but) {
  auto r = in.run(push_take, most, hold_s, param::array(but));
  if (!r) return std::unexpected(r.error());
  std::vector<due_push> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read_due(*r, i));
  return out;
}

result<void> keep(executor& in, const due_push& of, const push_progress& now) {
  return put(in, of, now, "waiting", std::nullopt, std::nullopt);
}

result<void> end_pushed(executor& in, const due_push& of, const push_progress& now) {
  return put(in, of, now, "pushed", std::nullopt, std::nullopt);
}

result<void> end_failed(executor& in, const due_push& of, const push_progress& now, const std::string& code,
                        const std::string& message) {
  return put(in, of, now, "failed", code, message);
}

result<void> defer(executor& in, const due_push& of, std::int64_t wait_ms, const std::string& code,
                   const std::string& message, bool with_new_key) {
  return done(in.run(push_defer, of.provider_number, of.invoice_id, of.round, of.there.reference, of.there.has_lines,
                     of.there.status, wait_ms, code, message, with_new_key));
}

}  // namespace weir::postgres::invoice_push_queue
