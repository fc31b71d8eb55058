#include <algorithm>

#include <weir/postgres/webhook_queue.hpp>

namespace weir::postgres::webhook_queue {
namespace {

constexpr std::size_t most_error = 500;
constexpr std::int32_t most_lanes = 64;

const statement queue_listeners{"webhook_queue.listeners", R"sql(
SELECT e.id, e.number, e.tenant_number, t.id, e.event_types
FROM webhook_endpoints AS e LEFT JOIN tenants AS t ON t.number = e.tenant_number
WHERE e.disabled_reason IS NULL AND (e.tenant_number IS NULL OR t.id = ANY ($1::text[])) ORDER BY e.number)sql"};

// In the order of their numbers, as everybody locks several.
const statement queue_hold{"webhook_queue.hold", R"sql(
SELECT FROM webhook_lanes WHERE endpoint_number = ANY ($1::bigint[]) ORDER BY endpoint_number FOR UPDATE)sql"};

const statement queue_message{"webhook_queue.message", R"sql(
INSERT INTO webhook_messages (id, tenant_number, type, body)
VALUES ($1, (SELECT number FROM tenants WHERE id = $2), $3, $4) ON CONFLICT (id) DO NOTHING)sql"};

// An endpoint that was disabled or deleted meanwhile gets none.
const statement queue_deliveries{"webhook_queue.deliveries", R"sql(
INSERT INTO webhook_deliveries (id, endpoint_number, message_number, tenant_number)
SELECT w.id, e.number, m.number, e.tenant_number
FROM unnest($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY AS w (id, message_id, endpoint_number, place)
JOIN webhook_endpoints AS e ON e.number = w.endpoint_number AND e.disabled_reason IS NULL
JOIN webhook_messages AS m ON m.id = w.message_id
ORDER BY w.place ON CONFLICT DO NOTHING)sql"};

const statement queue_wake{"webhook_queue.wake", R"sql(
UPDATE webhook_lanes SET due_at = least(due_at, greatest(closed_until, clock_timestamp()))
WHERE endpoint_number = ANY ($1::bigint[]))sql"};

const statement queue_lanes{"webhook_queue.lanes", R"sql(
SELECT endpoint_number FROM webhook_lanes WHERE due_at <= statement_timestamp() AND closed_until <= statement_timestamp()
ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)sql"};

// A statement of its own: what was committed before the lanes were held is seen here.
const statement queue_take{"webhook_queue.take", R"sql(
UPDATE webhook_deliveries AS d SET attempts = d.attempts + 1, round = d.round + 1,
  leased_until = statement_timestamp() + make_interval(secs => $5), due_at = statement_timestamp() + make_interval(secs => $5)
FROM (
  SELECT n.number FROM webhook_lanes AS l CROSS JOIN LATERAL (
    SELECT w.number, w.due_at FROM webhook_deliveries AS w
    WHERE w.endpoint_number = l.endpoint_number AND w.state = 'waiting' AND w.due_at <= statement_timestamp()
    ORDER BY w.due_at LIMIT greatest(0, CASE WHEN l.failures >= $4 THEN 1 ELSE $3 END
      - (SELECT count(*) FROM webhook_deliveries AS h WHERE h.endpoint_number = l.endpoint_number
         AND h.leased_until > statement_timestamp()))) AS n
  WHERE l.endpoint_number = ANY ($1::bigint[]) ORDER BY n.due_at LIMIT $2) AS chosen,
  webhook_endpoints AS e, webhook_messages AS m
WHERE d.number = chosen.number AND e.number = d.endpoint_number AND m.number = d.message_number
RETURNING d.number, e.number, e.id, e.url, m.id, m.body, d.attempts, d.round - 1, statement_timestamp())sql"};

// When as many as may be are under way, the lane sleeps until the first of them ends, or its lease.
const statement queue_sleep{"webhook_queue.sleep", R"sql(
UPDATE webhook_lanes AS l SET due_at = greatest(l.closed_until, CASE
  WHEN h.held >= CASE WHEN l.failures >= $3 THEN 1 ELSE $2 END THEN h.first_end
  ELSE coalesce((SELECT min(w.due_at) FROM webhook_deliveries AS w WHERE w.endpoint_number = l.endpoint_number AND w.state = 'waiting'),
    'infinity') END)
FROM webhook_lanes AS o CROSS JOIN LATERAL (SELECT count(*) AS held, min(leased_until) AS first_end FROM webhook_deliveries AS d
  WHERE d.endpoint_number = o.endpoint_number AND d.leased_until > statement_timestamp()) AS h
WHERE o.endpoint_number = l.endpoint_number AND l.endpoint_number = ANY ($1::bigint[]))sql"};

const statement queue_end{"webhook_queue.end", R"sql(
UPDATE webhook_deliveries SET leased_until = NULL, state = $3, failed_reason = $4,
  ended_at = CASE WHEN $3 = 'waiting' THEN NULL ELSE clock_timestamp() END,
  due_at = clock_timestamp() + make_interval(secs => $5::bigint / 1000.0)
WHERE number = $1 AND attempts = $2 AND state = 'waiting' AND leased_until IS NOT NULL)sql"};

const statement queue_attempt{"webhook_queue.attempt", R"sql(
INSERT INTO webhook_attempts (delivery_number, attempt, tenant_number, started_at, duration_ms, status, response, error)
SELECT number, $2, tenant_number, $3, $4, $5, $6, $7 FROM webhook_deliveries WHERE number = $1 ON CONFLICT DO NOTHING)sql"};

const statement queue_success{"webhook_queue.success", R"sql(
UPDATE webhook_lanes SET failures = 0, failing_since = NULL, closed_until = '-infinity', due_at = least(due_at, clock_timestamp())
WHERE endpoint_number = $1)sql"};

const statement queue_failure{"webhook_queue.failure", R"sql(
UPDATE webhook_lanes SET failures = failures + 1, failing_since = coalesce(failing_since, $2),
  closed_until = greatest(closed_until, clock_timestamp() + make_interval(secs => $3::bigint / 1000.0)),
  due_at = least(due_at, greatest(closed_until, clock_timestamp() + make_interval(secs => $3::bigint / 1000.0)))
WHERE endpoint_number = $1
RETURNING failing_since < clock_timestamp() - make_interval(secs => $4))sql"};

// `asked` is the API's.
const statement queue_disable{"webhook_queue.disable", R"sql(
UPDATE webhook_endpoints SET disabled_reason = $2, disabled_at = clock_timestamp(), version = version + 1,
  updated_at = clock_timestamp() WHERE number = $1 AND disabled_reason IS NULL RETURNING id)sql"};

const statement queue_fail_waiting{"webhook_queue.fail_waiting", R"sql(
UPDATE webhook_deliveries SET state = 'failed', failed_reason = 'disabled', leased_until = NULL, ended_at = clock_timestamp()
WHERE endpoint_number = $1 AND state = 'waiting')sql"};

result<void> done(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  return {};
}

result<void> disable(executor& in, const due_delivery& d, const char* why, noted& out) {
  auto before = webhook_endpoints::find(in, d.endpoint_id);
  if (!before) return std::unexpected(before.error());
  auto r = in.run(queue_disable, d.endpoint_number, why);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return {};
  if (auto put = done(in.run(queue_fail_waiting, d.endpoint_number)); !put) return put;
  auto now = webhook_endpoints::find(in, d.endpoint_id);
  if (!now) return std::unexpected(now.error());
  out.before = std::move(*before);
  out.disabled = std::move(*now);
  return {};
}

}  // namespace

result<std::vector<listener>> listeners(executor& in, const std::vector<std::string>& tenant_ids) {
  auto r = in.run(queue_listeners, param::array(tenant_ids));
  if (!r) return std::unexpected(r.error());
  std::vector<listener> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    out.push_back({r->at(i, 0).string(), r->at(i, 1).int8(), r->at(i, 2).optional_int4(), r->at(i, 3).optional_string(),
                   r->at(i, 4).text_array()});
  }
  return out;
}

result<std::int64_t> add(executor& in, const std::vector<new_message>& messages,
                         const std::vector<new_delivery>& deliveries) {
  if (deliveries.empty()) return 0;
  std::vector<std::string> ids;
  std::vector<std::string> message_ids;
  std::vector<std::int64_t> endpoints;
  for (const auto& d : deliveries) {
    ids.push_back(d.id);
    message_ids.push_back(d.message_id);
    endpoints.push_back(d.endpoint_number);
  }
  if (auto held = done(in.run(queue_hold, param::array(endpoints))); !held) return std::unexpected(held.error());
  for (const auto& m : messages) {
    if (auto put = done(in.run(queue_message, m.id, m.tenant_id, m.type, m.body)); !put)
      return std::unexpected(put.error());
  }
  auto made = in.run(queue_deliveries, param::array(ids), param::array(message_ids), param::array(endpoints));
  if (!made) return std::unexpected(made.error());
  if (auto woken = done(in.run(queue_wake, param::array(endpoints))); !woken) return std::unexpected(woken.error());
  return static_cast<std::int64_t>(made->affected());
}

result<std::vector<due_delivery>> take(executor& in, const limits& l) {
  auto lanes = in.run(queue_lanes, std::min(l.most, most_lanes));
  if (!lanes) return std::unexpected(lanes.error());
  std::vector<due_delivery> out;
  if (lanes->empty()) return out;
  std::vector<std::int64_t> held;
  for (std::size_t i = 0; i < lanes->size(); ++i)
    held.push_back(lanes->at(i, 0).int8());
  auto r = in.run(queue_take, param::array(held), l.most, l.of_an_endpoint, l.failures_to_one, l.lease_s);
  if (!r) return std::unexpected(r.error());
  for (std::size_t i = 0; i < r->size(); ++i) {
    const auto at = [&](std::size_t column) -> const field& { return r->at(i, column); };
    out.push_back({at(0).int8(), at(1).int8(), at(2).string(), at(3).string(), at(4).string(), at(5).string(),
                   at(6).int4(), at(7).int4(), at(8).timestamp()});
  }
  if (auto slept = done(in.run(queue_sleep, param::array(held), l.of_an_endpoint, l.failures_to_one)); !slept)
    return std::unexpected(slept.error());
  return out;
}

result<noted> note(executor& in, const due_delivery& d, const outcome& o, std::int64_t patience_s) {
  noted out;
  const std::vector<std::int64_t> lane{d.endpoint_number};
  if (auto held = done(in.run(queue_hold, param::array(lane))); !held) return std::unexpected(held.error());
  // Also of an attempt that does not count any more: it was made.
  auto told = done(in.run(queue_attempt, d.number, d.attempt, o.started_at, o.duration_ms, o.status, o.response,
                          o.error.substr(0, most_error)));
  if (!told) return std::unexpected(told.error());
  const bool waits = o.what == verdict::again;
  const bool ended_well = o.what == verdict::delivered;
  std::optional<std::string> why;
  if (!waits && !ended_well) why = o.what == verdict::refused ? "refused" : o.what == verdict::gone ? "disabled" : "attempts";
  auto put = in.run(queue_end, d.number, d.attempt, waits ? "waiting" : ended_well ? "delivered" : "failed", why, o.wait_ms);
  if (!put) return std::unexpected(put.error());
  out.counted = put->affected() == 1;
  if (ended_well) {
    if (auto lane_put = done(in.run(queue_success, d.endpoint_number)); !lane_put)
      return std::unexpected(lane_put.error());
    return out;
  }
  auto failed = in.run(queue_failure, d.endpoint_number, o.started_at, o.pause_ms, patience_s);
  if (!failed) return std::unexpected(failed.error());
  const bool hopeless = !failed->empty() && failed->at(0, 0).boolean();
  if (o.what != verdict::gone && !hopeless) return out;
  if (auto off = disable(in, d, o.what == verdict::gone ? "gone" : "failing", out); !off)
    return std::unexpected(off.error());
  return out;
}

}  // namespace weir::postgres::webhook_queue
