#include <algorithm>
#include <map>
#include <set>

#include <src/postgres/arrays.hpp>
#include <src/postgres/done.hpp>
#include <src/postgres/event_filters.hpp>

#include <weir/postgres/webhook_queue.hpp>

namespace weir::postgres::webhook_queue {
namespace {

constexpr std::size_t most_error = 500;
constexpr std::int32_t most_lanes = 64;
constexpr int most_parkings = 8;  // in one transaction, while all that is seen waits for others

// Shared: nobody disables one between here and the end of the transaction.
const statement queue_listeners{"webhook_queue.listeners", R"sql(
SELECT e.id, e.number, e.tenant_number, t.id, e.event_types, e.filters, l.ordered
FROM webhook_endpoints AS e JOIN webhook_lanes AS l ON l.endpoint_number = e.number LEFT JOIN tenants AS t ON t.number = e.tenant_number
WHERE e.disabled_reason IS NULL AND (e.tenant_number IS NULL OR t.id = ANY ($1::text[])) ORDER BY e.number FOR SHARE OF e)sql"};

// In the order of their numbers, as everybody who waits locks several.
const statement queue_hold{"webhook_queue.hold", R"sql(
SELECT FROM webhook_lanes WHERE endpoint_number = ANY ($1::bigint[]) ORDER BY endpoint_number FOR UPDATE)sql"};

const statement queue_messages{"webhook_queue.messages", R"sql(
INSERT INTO webhook_messages (id, tenant_number, type, body, partition)
SELECT w.id, t.number, w.type, w.body, CASE WHEN w.partition >= 0 THEN w.partition END
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[]) WITH ORDINALITY AS w (id, tenant_id, type, body, partition, place)
LEFT JOIN tenants AS t ON t.id = w.tenant_id ORDER BY w.place ON CONFLICT (id) DO NOTHING)sql"};

const statement queue_deliveries{"webhook_queue.deliveries", R"sql(
INSERT INTO webhook_deliveries (id, endpoint_number, message_number, tenant_number, object)
SELECT w.id, e.number, m.number, e.tenant_number, nullif(w.object, '')
FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) WITH ORDINALITY AS w (id, message_id, endpoint_number, object, place)
JOIN webhook_endpoints AS e ON e.number = w.endpoint_number JOIN webhook_messages AS m ON m.id = w.message_id
ORDER BY w.place ON CONFLICT DO NOTHING)sql"};

const statement queue_wake{"webhook_queue.wake",
                           "INSERT INTO webhook_wakes (endpoint_number) SELECT DISTINCT unnest($1::bigint[])"};

const statement queue_woken{"webhook_queue.woken", R"sql(
WITH gone AS (DELETE FROM webhook_wakes
  WHERE ctid = ANY (ARRAY(SELECT ctid FROM webhook_wakes LIMIT 1000 FOR UPDATE SKIP LOCKED)) RETURNING endpoint_number, since)
SELECT endpoint_number, min(since) FROM gone GROUP BY endpoint_number)sql"};

const statement queue_rise{"webhook_queue.rise", R"sql(
UPDATE webhook_lanes AS l SET first_due = least(l.first_due, w.since), due_at = least(l.due_at, greatest(l.closed_until, l.paced_until, now()))
FROM unnest($1::bigint[], $2::text[]::timestamptz[]) AS w (endpoint_number, since) WHERE l.endpoint_number = w.endpoint_number)sql"};

const statement queue_lanes{"webhook_queue.lanes", R"sql(
SELECT endpoint_number, under_way > 0 AND lease_ends <= statement_timestamp(), ordered FROM webhook_lanes
WHERE due_at <= statement_timestamp() AND closed_until <= statement_timestamp() AND paced_until <= statement_timestamp()
ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)sql"};

// Leases of senders that were killed, or were too slow.
const statement queue_release{"webhook_queue.release", R"sql(
UPDATE webhook_deliveries SET leased_until = NULL
WHERE endpoint_number = ANY ($1::bigint[]) AND leased_until <= statement_timestamp())sql"};

const statement queue_recount{"webhook_queue.recount", R"sql(
UPDATE webhook_lanes AS l SET under_way = h.held, lease_ends = coalesce(h.first_end, 'infinity')
FROM webhook_lanes AS o CROSS JOIN LATERAL (SELECT count(*) AS held, min(leased_until) AS first_end FROM webhook_deliveries AS d
  WHERE d.endpoint_number = o.endpoint_number AND d.leased_until IS NOT NULL) AS h
WHERE o.endpoint_number = l.endpoint_number AND l.endpoint_number = ANY ($1::bigint[]))sql"};

// Of one object one is sent at a time, the lowest number first: behind it are the others, and whoever was asked for
// once more while another one is under way. Two questions, as each has its index.
#define WEIR_IS_BEHIND                                                                        \
  "(EXISTS (SELECT FROM webhook_deliveries AS p WHERE p.endpoint_number = l.endpoint_number " \
  "AND p.object = c.object AND p.state = 'waiting' AND p.number < c.number) OR "              \
  "EXISTS (SELECT FROM webhook_deliveries AS p WHERE p.endpoint_number = l.endpoint_number "  \
  "AND p.leased_until IS NOT NULL AND p.object = c.object AND p.number <> c.number))"
// As many as are looked at of a lane: those that wait behind others are few after that, as they are put aside. The
// limit is an expression of the lane, as of a number PostgreSQL knows that it is more than it expects, and sorts all
// that wait instead of reading the beginning of the index.
#define WEIR_DUE_OF_LANE                                                                             \
  "(SELECT w.number, w.due_at, w.object FROM webhook_deliveries AS w "                               \
  "WHERE w.endpoint_number = l.endpoint_number AND w.state = 'waiting' AND w.due_at >= l.first_due " \
  "AND w.due_at <= statement_timestamp() ORDER BY w.due_at LIMIT 256 + 0 * l.under_way) AS c "

// A statement of its own: what was committed before the lanes were held is seen here.
const statement queue_take{"webhook_queue.take", R"sql(
UPDATE webhook_deliveries AS d SET attempts = d.attempts + 1, round = d.round + 1,
  leased_until = now() + make_interval(secs => $5), due_at = now() + make_interval(secs => $5)
FROM (
  SELECT n.number, l.failures FROM webhook_lanes AS l CROSS JOIN LATERAL (
    SELECT c.number, c.due_at FROM )sql" WEIR_DUE_OF_LANE R"sql(
    WHERE NOT l.ordered OR c.object IS NULL OR NOT )sql" WEIR_IS_BEHIND R"sql(
    ORDER BY c.due_at LIMIT greatest(0, least(CASE WHEN l.failures >= $4 THEN 1 ELSE $3 END - l.under_way,
      CASE WHEN l.rate IS NOT NULL THEN greatest(1, l.rate / 20) END))) AS n
  WHERE l.endpoint_number = ANY ($1::bigint[]) ORDER BY n.due_at LIMIT $2) AS chosen,
  webhook_endpoints AS e, webhook_messages AS m
WHERE d.number = chosen.number AND e.number = d.endpoint_number AND m.number = d.message_number
RETURNING d.number, e.number, e.id, e.url, m.id, m.body, d.attempts, d.round - 1, chosen.failures, statement_timestamp())sql"};

// Once for each: what waits behind another is not looked at again and again.
const statement queue_park{"webhook_queue.park", R"sql(
UPDATE webhook_deliveries AS d SET due_at = 'infinity'
FROM (SELECT c.number FROM webhook_lanes AS l CROSS JOIN LATERAL )sql" WEIR_DUE_OF_LANE R"sql(
  WHERE l.endpoint_number = ANY ($1::bigint[]) AND c.object IS NOT NULL AND )sql" WEIR_IS_BEHIND R"sql() AS late
WHERE d.number = late.number RETURNING d.endpoint_number, d.object)sql"};

// The first of each object is due, unless another one is under way.
const statement queue_free{"webhook_queue.free", R"sql(
UPDATE webhook_deliveries AS d SET due_at = clock_timestamp()
FROM (SELECT h.number FROM (SELECT DISTINCT * FROM unnest($1::bigint[], $2::text[]) AS u (endpoint_number, object)) AS o
  CROSS JOIN LATERAL (SELECT w.number, w.due_at FROM webhook_deliveries AS w
    WHERE w.endpoint_number = o.endpoint_number AND w.object = o.object AND w.state = 'waiting' ORDER BY w.number LIMIT 1) AS h
  WHERE h.due_at = 'infinity' AND NOT EXISTS (SELECT FROM webhook_deliveries AS p
    WHERE p.endpoint_number = o.endpoint_number AND p.leased_until IS NOT NULL AND p.object = o.object)) AS next
WHERE d.number = next.number)sql"};

// With a rate a twentieth of it is taken at once, and nothing for so long afterwards that no second has more than the
// rate. When as many as may be are under way, the lane sleeps until the first of them ends, or its lease.
const statement queue_sleep{"webhook_queue.sleep", R"sql(
UPDATE webhook_lanes AS l SET first_due = n.first_due, under_way = n.under_way, lease_ends = n.lease_ends, paced_until = n.paced_until,
  due_at = greatest(l.closed_until, n.paced_until,
    CASE WHEN n.under_way >= CASE WHEN l.failures >= $4 THEN 1 ELSE $3 END THEN n.lease_ends ELSE n.first_due END)
FROM unnest($1::bigint[], $2::integer[]) AS t (endpoint_number, taken) JOIN webhook_lanes AS o USING (endpoint_number)
CROSS JOIN LATERAL (SELECT o.under_way + t.taken AS under_way,
  CASE WHEN t.taken > 0 THEN least(o.lease_ends, now() + make_interval(secs => $5)) ELSE o.lease_ends END AS lease_ends,
  CASE WHEN o.rate IS NOT NULL AND t.taken > 0
    THEN clock_timestamp() + make_interval(secs => t.taken / (o.rate + 1.0 - greatest(1, o.rate / 20))) ELSE o.paced_until END AS paced_until,
  coalesce((SELECT w.due_at FROM webhook_deliveries AS w
    WHERE w.endpoint_number = o.endpoint_number AND w.state = 'waiting' AND w.due_at >= o.first_due ORDER BY w.due_at LIMIT 1), 'infinity') AS first_due) AS n
WHERE l.endpoint_number = o.endpoint_number)sql"};

const statement queue_rest{"webhook_queue.rest", R"sql(
SELECT coalesce(ceil(extract(epoch FROM min(due_at) - clock_timestamp()) * 1000)::bigint, $1::bigint) FROM webhook_lanes
WHERE due_at > statement_timestamp() AND due_at < statement_timestamp() + make_interval(secs => $1::bigint / 1000.0))sql"};

const statement queue_secrets{"webhook_queue.secrets", R"sql(
SELECT endpoint_number, id, sealed FROM webhook_secrets
WHERE endpoint_number = ANY ($1::bigint[]) AND (expires_at IS NULL OR expires_at > clock_timestamp())
ORDER BY endpoint_number, expires_at DESC NULLS FIRST, id DESC)sql"};

// Only the lease that it was taken under ends it.
const statement queue_end{"webhook_queue.end", R"sql(
UPDATE webhook_deliveries AS d SET leased_until = NULL, state = o.state, failed_reason = nullif(o.reason, ''),
  ended_at = CASE WHEN o.state = 'waiting' THEN NULL ELSE clock_timestamp() END,
  due_at = clock_timestamp() + make_interval(secs => o.wait_ms / 1000.0)
FROM unnest($1::bigint[], $2::integer[], $3::text[], $4::text[], $5::bigint[]) AS o (number, attempt, state, reason, wait_ms)
WHERE d.number = o.number AND d.attempts = o.attempt AND d.state = 'waiting' AND d.leased_until IS NOT NULL
RETURNING d.number, d.endpoint_number, d.object)sql"};

// Also of an attempt that does not count any more: it was made.
const statement queue_attempts{"webhook_queue.attempts", R"sql(
INSERT INTO webhook_attempts (delivery_number, attempt, tenant_number, started_at, duration_ms, status, response, error)
SELECT d.number, o.attempt, d.tenant_number, o.started_at, o.duration_ms, nullif(o.status, 0), o.response, o.error
FROM unnest($1::bigint[], $2::integer[], $3::text[]::timestamptz[], $4::integer[], $5::integer[], $6::text[], $7::text[])
  AS o (number, attempt, started_at, duration_ms, status, response, error)
JOIN webhook_deliveries AS d ON d.number = o.number ON CONFLICT DO NOTHING)sql"};

// What the outcomes of an endpoint come to: how many leases they end, whether there was a success, the failures since.
const statement queue_fares{"webhook_queue.fares", R"sql(
UPDATE webhook_lanes AS l SET failures = CASE WHEN o.well THEN 0 ELSE l.failures END + o.failures,
  failing_since = coalesce(CASE WHEN NOT o.well THEN l.failing_since END, CASE WHEN o.failures > 0 THEN o.since END),
  closed_until = p.closed_until, first_due = least(l.first_due, now()), due_at = least(l.due_at, greatest(p.closed_until, l.paced_until, clock_timestamp())),
  under_way = l.under_way - o.leases, lease_ends = CASE WHEN l.under_way > o.leases THEN l.lease_ends ELSE 'infinity' END
FROM unnest($1::bigint[], $2::boolean[], $3::integer[], $4::text[]::timestamptz[], $5::bigint[], $6::integer[])
  AS o (endpoint_number, well, failures, since, pause_ms, leases)
CROSS JOIN LATERAL (SELECT greatest(CASE WHEN NOT o.well THEN b.closed_until ELSE '-infinity' END,
  CASE WHEN o.pause_ms > 0 THEN clock_timestamp() + make_interval(secs => o.pause_ms / 1000.0) ELSE '-infinity' END) AS closed_until
  FROM webhook_lanes AS b WHERE b.endpoint_number = o.endpoint_number) AS p
WHERE l.endpoint_number = o.endpoint_number
RETURNING l.endpoint_number, coalesce(l.failing_since < clock_timestamp() - make_interval(secs => $7), false))sql"};

// `asked` is the API's.
const statement queue_disable{"webhook_queue.disable", R"sql(
UPDATE webhook_endpoints SET disabled_reason = $2, disabled_at = clock_timestamp(), version = version + 1,
  updated_at = clock_timestamp() WHERE number = $1 AND disabled_reason IS NULL RETURNING id)sql"};

result<void> disable(executor& in, const due_delivery& d, const char* why, noted& out) {
  auto before = webhook_endpoints::find(in, d.endpoint_id);
  if (!before) return std::unexpected(before.error());
  auto r = in.run(queue_disable, d.endpoint_number, why);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return {};
  if (auto put = webhook_endpoints::fail_waiting(in, d.endpoint_number); !put) return put;
  auto now = webhook_endpoints::find(in, d.endpoint_id);
  if (!now) return std::unexpected(now.error());
  out.before = std::move(*before);
  out.disabled = std::move(*now);
  return {};
}

// Lanes of endpoints that have something new are due.
result<void> rise(executor& in) {
  auto woken = in.run(queue_woken);
  if (!woken) return std::unexpected(woken.error());
  if (woken->empty()) return {};
  std::vector<std::int64_t> endpoints;
  std::vector<timestamp> since;
  for (std::size_t i = 0; i < woken->size(); ++i) {
    endpoints.push_back(woken->at(i, 0).int8());
    since.push_back(woken->at(i, 1).timestamp());
  }
  if (auto held = done(in.run(queue_hold, param::array(endpoints))); !held) return held;
  return done(in.run(queue_rise, param::array(endpoints), array_of(since, std::identity{})));
}

// Pairs: an endpoint and one of its objects.
struct objects {
  std::vector<std::int64_t> endpoints;
  std::vector<std::string> names;

  void add(const rows& r, std::size_t i, std::size_t column) {
    const auto name = r.at(i, column + 1).optional_string();
    if (!name) return;
    endpoints.push_back(r.at(i, column).int8());
    names.push_back(*name);
  }
};

result<void> free(executor& in, const objects& of) {
  if (of.names.empty()) return {};
  return done(in.run(queue_free, param::array(of.endpoints), param::array(of.names)));
}

// Puts aside what waits behind another of its object. Returns how many.
result<std::size_t> park(executor& in, const std::vector<std::int64_t>& lanes) {
  auto parked = in.run(queue_park, param::array(lanes));
  if (!parked) return std::unexpected(parked.error());
  objects of;
  for (std::size_t i = 0; i < parked->size(); ++i)
    of.add(*parked, i, 0);
  if (auto put = free(in, of); !put) return std::unexpected(put.error());
  return parked->size();
}

std::string state_after(const ended& e) {
  if (e.what_came.what == verdict::again) return "waiting";
  return e.what_came.what == verdict::delivered ? "delivered" : "failed";
}

std::string reason_after(const ended& e) {
  switch (e.what_came.what) {
    case verdict::refused:
      return "refused";
    case verdict::gone:
      return "disabled";
    case verdict::spent:
      return "attempts";
    default:
      return "";
  }
}

struct fare {
  std::int64_t endpoint_number = 0;
  std::string well = "false";  // boolean[] travels as text
  std::int32_t failures = 0;
  timestamp since{};
  std::int64_t pause_ms = 0;
  std::int32_t leases = 0;
};

// By endpoint, in the order of their numbers. `counted`: the deliveries whose leases end with it.
std::vector<fare> fares_of(const std::vector<ended>& all, const std::set<std::int64_t>& counted) {
  std::map<std::int64_t, fare> by_endpoint;
  for (const auto& [d, o] : all) {
    auto& f = by_endpoint[d.endpoint_number];
    f.endpoint_number = d.endpoint_number;
    f.leases += counted.contains(d.number) ? 1 : 0;
    if (o.what == verdict::delivered) {
      f = {.endpoint_number = d.endpoint_number, .well = "true", .leases = f.leases};
      continue;
    }
    if (f.failures++ == 0) f.since = o.started_at;
    f.pause_ms = std::max(f.pause_ms, o.pause_ms);
  }
  std::vector<fare> out;
  for (auto& [number, f] : by_endpoint)
    out.push_back(std::move(f));
  return out;
}

}  // namespace

result<std::vector<listener>> listeners(executor& in, const std::vector<std::string>& tenant_ids) {
  auto r = in.run(queue_listeners, param::array(tenant_ids));
  if (!r) return std::unexpected(r.error());
  std::vector<listener> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    out.push_back({r->at(i, 0).string(), r->at(i, 1).int8(), r->at(i, 2).optional_int4(), r->at(i, 3).optional_string(),
                   r->at(i, 4).text_array(), read_event_filters(r->at(i, 5).string()), r->at(i, 6).boolean()});
  }
  return out;
}

result<std::int64_t> add(executor& in, const std::vector<new_message>& messages,
                         const std::vector<new_delivery>& deliveries) {
  if (messages.empty()) return 0;
  auto put = done(in.run(queue_messages, array_of(messages, &new_message::id),
                         array_of(messages, [](const new_message& m) { return m.tenant_id.value_or(""); }),
                         array_of(messages, &new_message::type), array_of(messages, &new_message::body),
                         array_of(messages, &new_message::partition)));
  if (!put) return std::unexpected(put.error());
  if (deliveries.empty()) return 0;
  const auto endpoints = array_of(deliveries, &new_delivery::endpoint_number);
  auto made =
      in.run(queue_deliveries, array_of(deliveries, &new_delivery::id), array_of(deliveries, &new_delivery::message_id),
             endpoints, array_of(deliveries, &new_delivery::object));
  if (!made) return std::unexpected(made.error());
  if (auto woken = done(in.run(queue_wake, endpoints)); !woken) return std::unexpected(woken.error());
  return static_cast<std::int64_t>(made->affected());
}

result<std::vector<due_delivery>> take(executor& in, const limits& l) {
  if (auto risen = rise(in); !risen) return std::unexpected(risen.error());
  auto lanes = in.run(queue_lanes, std::min(l.most, most_lanes));
  if (!lanes) return std::unexpected(lanes.error());
  std::vector<due_delivery> out;
  if (lanes->empty()) return out;
  std::vector<std::int64_t> held;
  std::vector<std::int64_t> stale;
  std::vector<std::int64_t> ordered;
  for (std::size_t i = 0; i < lanes->size(); ++i) {
    held.push_back(lanes->at(i, 0).int8());
    if (lanes->at(i, 1).boolean()) stale.push_back(held.back());
    if (lanes->at(i, 2).boolean()) ordered.push_back(held.back());
  }
  if (!stale.empty()) {
    auto put = done(in.run(queue_release, param::array(stale)));
    if (put) put = done(in.run(queue_recount, param::array(stale)));
    if (!put) return std::unexpected(put.error());
  }
  for (int tries = 0; out.empty() && tries < most_parkings; ++tries) {
    auto parked = ordered.empty() ? result<std::size_t>(0) : park(in, ordered);
    if (!parked) return std::unexpected(parked.error());
    auto r = in.run(queue_take, param::array(held), l.most, l.of_an_endpoint, l.failures_to_one, l.lease_s);
    if (!r) return std::unexpected(r.error());
    for (std::size_t i = 0; i < r->size(); ++i) {
      const auto at = [&](std::size_t column) -> const field& { return r->at(i, column); };
      out.push_back({at(0).int8(), at(1).int8(), at(2).string(), at(3).string(), at(4).string(), at(5).string(),
                     at(6).int4(), at(7).int4(), at(8).int4(), at(9).timestamp()});
    }
    if (*parked == 0) break;
  }
  const auto taken_of = [&](std::int64_t lane) {
    return static_cast<std::int32_t>(std::ranges::count(out, lane, &due_delivery::endpoint_number));
  };
  auto slept = done(in.run(queue_sleep, param::array(held), array_of(held, taken_of), l.of_an_endpoint,
                           l.failures_to_one, l.lease_s));
  if (!slept) return std::unexpected(slept.error());
  return out;
}

result<std::int64_t> rest_ms(executor& in, std::int64_t most_ms) {
  auto r = in.run(queue_rest, most_ms);
  if (!r) return std::unexpected(r.error());
  return r->at(0, 0).int8();
}

result<std::vector<signing_secret>> signing_secrets(executor& in, const std::vector<std::int64_t>& endpoints) {
  auto r = in.run(queue_secrets, param::array(endpoints));
  if (!r) return std::unexpected(r.error());
  std::vector<signing_secret> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back({r->at(i, 0).int8(), r->at(i, 1).string(), r->at(i, 2).bytes()});
  return out;
}

result<std::vector<noted>> note(executor& in, const std::vector<ended>& all, std::int64_t patience_s) {
  std::vector<noted> out(all.size());
  if (all.empty()) return out;
  auto held = done(in.run(queue_hold, array_of(all, [](const ended& e) { return e.delivery.endpoint_number; })));
  if (!held) return std::unexpected(held.error());
  const auto numbers = array_of(all, [](const ended& e) { return e.delivery.number; });
  const auto attempts = array_of(all, [](const ended& e) { return e.delivery.attempt; });
  auto told = done(in.run(queue_attempts, numbers, attempts,
                          array_of(all, [](const ended& e) { return e.what_came.started_at; }),
                          array_of(all, [](const ended& e) { return e.what_came.duration_ms; }),
                          array_of(all, [](const ended& e) { return e.what_came.status.value_or(0); }),
                          array_of(all, [](const ended& e) { return e.what_came.response; }),
                          array_of(all, [](const ended& e) { return e.what_came.error.substr(0, most_error); })));
  if (!told) return std::unexpected(told.error());
  auto put = in.run(queue_end, numbers, attempts, array_of(all, [](const ended& e) { return state_after(e); }),
                    array_of(all, [](const ended& e) { return reason_after(e); }),
                    array_of(all, [](const ended& e) { return e.what_came.wait_ms; }));
  if (!put) return std::unexpected(put.error());
  std::set<std::int64_t> counted;
  for (std::size_t i = 0; i < put->size(); ++i)
    counted.insert(put->at(i, 0).int8());
  objects moved;
  for (std::size_t i = 0; i < put->size(); ++i)
    moved.add(*put, i, 1);
  if (auto freed = free(in, moved); !freed) return std::unexpected(freed.error());
  const auto fares = fares_of(all, counted);
  auto lanes = in.run(queue_fares, array_of(fares, &fare::endpoint_number), array_of(fares, &fare::well),
                      array_of(fares, &fare::failures), array_of(fares, &fare::since), array_of(fares, &fare::pause_ms),
                      array_of(fares, &fare::leases), patience_s);
  if (!lanes) return std::unexpected(lanes.error());
  std::set<std::int64_t> hopeless;
  for (std::size_t i = 0; i < lanes->size(); ++i)
    if (lanes->at(i, 1).boolean()) hopeless.insert(lanes->at(i, 0).int8());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& [d, o] = all[i];
    out[i].counted = counted.contains(d.number);
    const bool gone = o.what == verdict::gone;
    if (!gone && (o.what == verdict::delivered || !hopeless.contains(d.endpoint_number))) continue;
    if (auto off = disable(in, d, gone ? "gone" : "failing", out[i]); !off) return std::unexpected(off.error());
  }
  return out;
}

}  // namespace weir::postgres::webhook_queue
