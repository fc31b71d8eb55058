#include <src/postgres/done.hpp>

#include <weir/postgres/meter_export_queue.hpp>

namespace weir::postgres::meter_export_queue {
namespace {

const statement export_running{"meter_export_queue.running", R"sql(
SELECT p.id, x.provider_number, x.meter_number, m.generation, m.aggregation, x.event_name, x.exported_from, x.updated_at,
  (SELECT count(*) FROM (SELECT FROM meter_export_hours AS h WHERE h.provider_number = x.provider_number
    AND h.meter_number = x.meter_number AND h.state = 'pending' LIMIT $1) AS w)
FROM meter_exports AS x JOIN payment_providers AS p ON p.number = x.provider_number JOIN meters AS m ON m.number = x.meter_number
WHERE x.enabled AND p.enabled AND EXISTS (SELECT FROM payment_provider_secrets AS s
  WHERE s.provider_number = p.number AND s.kind = 'api_key' AND s.expires_at IS NULL)
ORDER BY x.provider_number, x.meter_number)sql"};

// Whoever counted before another revision was written, counted too early: then the revision is not the next one.
const statement export_note{"meter_export_queue.note", R"sql(
WITH wanted AS (SELECT tenant_number, reference FROM payment_customers WHERE provider_number = $1 AND reference IS NOT NULL),
total AS (
  SELECT c.tenant_number, c.hour, CASE WHEN $4 = 'COUNT' THEN sum(c.events) ELSE sum(c.sum) END AS quantity
  FROM wanted AS w JOIN usage_cells AS c ON c.tenant_number = w.tenant_number
  WHERE c.meter_number = $2 AND c.generation = $3 AND c.hour >= $7 AND c.hour <= $8 GROUP BY c.tenant_number, c.hour),
said AS (
  SELECT h.tenant_number, h.hour, h.state, h.revision, h.quantity, h.event_name, h.ended_at
  FROM wanted AS w JOIN meter_export_hours AS h ON h.tenant_number = w.tenant_number
  WHERE h.provider_number = $1 AND h.meter_number = $2 AND h.hour >= $7 AND h.hour <= $8),
changed AS (
  SELECT tenant_number, hour, coalesce(t.quantity, 0) AS quantity, coalesce(s.revision, 0) + 1 AS revision
  FROM total AS t FULL JOIN said AS s USING (tenant_number, hour)
  WHERE (s.state IS NULL AND t.quantity <> 0)
    OR (s.state <> 'pending' AND s.revision < $11 AND ((s.quantity <> coalesce(t.quantity, 0)
        AND s.ended_at + make_interval(secs => least(s.revision * 10, 7200)) <= clock_timestamp())
      OR (hour >= $9 AND (s.event_name <> $5 OR (s.state = 'failed' AND s.ended_at < $6)))))
  ORDER BY hour, tenant_number LIMIT $10)
INSERT INTO meter_export_hours AS h (provider_number, meter_number, tenant_number, hour, revision, quantity, event_name, customer,
  state, failure_code, ended_at)
SELECT $1, $2, c.tenant_number, c.hour, c.revision, c.quantity, $5, w.reference, CASE WHEN c.hour >= $9 THEN 'pending' ELSE 'failed' END,
  CASE WHEN c.hour < $9 THEN 'timestamp_too_far_in_past' END, CASE WHEN c.hour < $9 THEN clock_timestamp() END
FROM changed AS c JOIN wanted AS w USING (tenant_number) ORDER BY c.tenant_number, c.hour
ON CONFLICT (provider_number, meter_number, tenant_number, hour) DO UPDATE SET revision = EXCLUDED.revision,
  quantity = EXCLUDED.quantity, event_name = EXCLUDED.event_name, customer = EXCLUDED.customer, state = EXCLUDED.state,
  failure_code = EXCLUDED.failure_code, failure_message = NULL, attempts = 0, due_at = clock_timestamp(), ended_at = EXCLUDED.ended_at
WHERE h.state <> 'pending' AND h.revision = EXCLUDED.revision - 1)sql"};

const statement export_take{"meter_export_queue.take", R"sql(
WITH due AS (
  SELECT h.provider_number, h.meter_number, h.tenant_number, h.hour FROM meter_export_hours AS h
  JOIN meter_exports AS x ON x.provider_number = h.provider_number AND x.meter_number = h.meter_number
  JOIN payment_providers AS p ON p.number = h.provider_number
  WHERE h.state = 'pending' AND h.due_at <= clock_timestamp() AND x.enabled AND p.enabled AND p.id <> ALL ($3::text[])
    AND EXISTS (SELECT FROM payment_provider_secrets AS s WHERE s.provider_number = p.number AND s.kind = 'api_key' AND s.expires_at IS NULL)
  ORDER BY h.due_at LIMIT $1 FOR UPDATE OF h SKIP LOCKED),
taken AS (
  UPDATE meter_export_hours AS h SET due_at = clock_timestamp() + make_interval(secs => $2), attempts = attempts + 1 FROM due AS d
  WHERE h.provider_number = d.provider_number AND h.meter_number = d.meter_number AND h.tenant_number = d.tenant_number
    AND h.hour = d.hour AND h.state = 'pending'
  RETURNING h.*)
SELECT p.id, p.live, s.id, s.sealed, h.provider_number, h.meter_number, m.id, h.tenant_number, t.id, h.hour, h.revision, h.quantity,
  h.event_name, h.customer
FROM taken AS h JOIN payment_providers AS p ON p.number = h.provider_number
JOIN payment_provider_secrets AS s ON s.provider_number = p.number AND s.kind = 'api_key' AND s.expires_at IS NULL
JOIN meters AS m ON m.number = h.meter_number JOIN tenants AS t ON t.number = h.tenant_number
ORDER BY h.hour, h.tenant_number, h.meter_number)sql"};

const statement export_end{"meter_export_queue.end", R"sql(
UPDATE meter_export_hours SET state = $6, failure_code = $7, failure_message = left($8, 500), ended_at = clock_timestamp()
WHERE provider_number = $1 AND meter_number = $2 AND tenant_number = $3 AND hour = $4 AND revision = $5 AND state = 'pending')sql"};

const statement export_defer{"meter_export_queue.defer", R"sql(
UPDATE meter_export_hours SET due_at = clock_timestamp() + make_interval(secs => $6::bigint / 1000.0), failure_code = nullif($7, ''),
  failure_message = nullif(left($8, 500), '')
WHERE provider_number = $1 AND meter_number = $2 AND tenant_number = $3 AND hour = $4 AND revision = $5 AND state = 'pending')sql"};

due_hour read_due(const rows& r, std::size_t i) {
  const auto at = [&](std::size_t column) -> const field& { return r.at(i, column); };
  due_hour out;
  out.account = at(0).string();
  out.live = at(1).boolean();
  out.secret_id = at(2).string();
  out.sealed_key = at(3).bytes();
  out.provider_number = at(4).int4();
  out.meter_number = at(5).int4();
  out.meter_id = at(6).string();
  out.tenant_number = at(7).int4();
  out.tenant_id = at(8).string();
  out.hour = at(9).timestamp();
  out.revision = at(10).int4();
  out.quantity = at(11).decimal();
  out.event_name = at(12).string();
  out.customer = at(13).string();
  return out;
}

result<void> end(executor& in, const due_hour& of, const char* state, const param& code, const param& message) {
  return done(in.run(export_end, of.provider_number, of.meter_number, of.tenant_number, of.hour, of.revision, state,
                     code, message));
}

}  // namespace

result<std::vector<running_export>> running(executor& in, std::int32_t most_waiting) {
  auto r = in.run(export_running, most_waiting);
  if (!r) return std::unexpected(r.error());
  std::vector<running_export> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back({r->at(i, 0).string(), r->at(i, 1).int4(), r->at(i, 2).int4(), r->at(i, 3).int4(),
                   r->at(i, 4).string(), r->at(i, 5).string(), r->at(i, 6).timestamp(), r->at(i, 7).timestamp(),
                   r->at(i, 8).int8()});
  return out;
}

result<std::int64_t> note(executor& in, const running_export& of, const window& within, std::int32_t most) {
  auto r = in.run(export_note, of.provider_number, of.meter_number, of.generation, of.aggregation, of.event_name,
                  of.updated_at, within.from, within.to, within.oldest, most, most_revisions);
  if (!r) return std::unexpected(r.error());
  return static_cast<std::int64_t>(r->affected());
}

result<std::vector<due_hour>> take(executor& in, std::int32_t most, std::int64_t hold_s,
                                   std::span<const std::string> but) {
  auto r = in.run(export_take, most, hold_s, param::array(but));
  if (!r) return std::unexpected(r.error());
  std::vector<due_hour> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read_due(*r, i));
  return out;
}

result<void> end_sent(executor& in, const due_hour& of) {
  return end(in, of, "sent", std::nullopt, std::nullopt);
}

result<void> end_failed(executor& in, const due_hour& of, const std::string& code, const std::string& message) {
  return end(in, of, "failed", code, message);
}

result<void> defer(executor& in, const due_hour& of, std::int64_t wait_ms, const std::string& code,
                   const std::string& message) {
  return done(in.run(export_defer, of.provider_number, of.meter_number, of.tenant_number, of.hour, of.revision, wait_ms,
                     code, message));
}

}  // namespace weir::postgres::meter_export_queue
