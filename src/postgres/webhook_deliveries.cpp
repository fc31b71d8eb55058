#include <weir/postgres/webhook_deliveries.hpp>

#define WEIR_DELIVERY_COLUMNS                                                               \
  "d.id, d.number, m.id, m.type, d.state, d.failed_reason, d.attempts, d.created_at, "      \
  "CASE WHEN d.state = 'waiting' AND d.due_at < 'infinity' THEN d.due_at END, d.ended_at, " \
  "(SELECT a.status FROM webhook_attempts AS a WHERE a.delivery_number = d.number ORDER BY a.attempt DESC LIMIT 1)"
#define WEIR_DELIVERY_TABLES " FROM webhook_deliveries AS d JOIN webhook_messages AS m ON m.number = d.message_number "

namespace weir::postgres::webhook_deliveries {
namespace {

const statement delivery_list{"webhook_deliveries.list", "SELECT " WEIR_DELIVERY_COLUMNS WEIR_DELIVERY_TABLES R"sql(
WHERE d.endpoint_number = $1 AND ($2 = '' OR d.state = $2) AND ($3 = '' OR m.type = $3) AND ($4 = '' OR m.id = $4)
  AND ($5::bigint = 0 OR d.number < $5) ORDER BY d.number DESC LIMIT $6)sql"};

const statement delivery_find{"webhook_deliveries.find", "SELECT " WEIR_DELIVERY_COLUMNS ", m.body" WEIR_DELIVERY_TABLES
                                                         "WHERE d.endpoint_number = $1 AND d.id = $2"};

const statement attempt_list{"webhook_attempts.list", R"sql(
SELECT attempt, started_at, duration_ms, status, response, error FROM webhook_attempts
WHERE delivery_number = $1 ORDER BY attempt DESC LIMIT $2)sql"};

// Whoever adds to what waits holds the lane first (webhook_queue.hpp). What is being sent just now is left to that.
const statement lane_wake{"webhook_lanes.wake_now", R"sql(
UPDATE webhook_lanes SET first_due = least(first_due, now()), due_at = least(due_at, greatest(closed_until, paced_until, clock_timestamp()))
WHERE endpoint_number = $1)sql"};

const statement delivery_resend{"webhook_deliveries.resend", R"sql(
UPDATE webhook_deliveries SET state = 'waiting', failed_reason = NULL, ended_at = NULL, round = 0,
  due_at = CASE WHEN leased_until IS NULL THEN clock_timestamp() ELSE due_at END
WHERE endpoint_number = $1 AND id = $2)sql"};

// Of an ordered endpoint all wait for the first of their object, so that a sender does not have to find out.
const statement delivery_resend_failed{"webhook_deliveries.resend_failed", R"sql(
UPDATE webhook_deliveries AS d SET state = 'waiting', failed_reason = NULL, ended_at = NULL, round = 0,
  due_at = CASE WHEN l.ordered AND d.object IS NOT NULL THEN 'infinity' ELSE clock_timestamp() END
FROM webhook_lanes AS l
WHERE l.endpoint_number = $1 AND d.endpoint_number = $1 AND d.state = 'failed' AND d.created_at >= $2)sql"};

const statement delivery_free{"webhook_deliveries.free", R"sql(
UPDATE webhook_deliveries AS d SET due_at = clock_timestamp()
FROM (SELECT DISTINCT ON (object) number, object, due_at FROM webhook_deliveries
  WHERE endpoint_number = $1 AND state = 'waiting' AND object IS NOT NULL ORDER BY object, number) AS h
WHERE d.number = h.number AND h.due_at = 'infinity' AND NOT EXISTS (SELECT FROM webhook_deliveries AS p
  WHERE p.endpoint_number = $1 AND p.leased_until IS NOT NULL AND p.object = h.object))sql"};

webhook_delivery_row read(const rows& r, std::size_t i) {
  const auto at = [&](std::size_t column) -> const field& { return r.at(i, column); };
  webhook_delivery_row out;
  out.id = at(0).string();
  out.number = at(1).int8();
  out.message_id = at(2).string();
  out.type = at(3).string();
  out.state = at(4).string();
  out.failed_reason = at(5).optional_string();
  out.attempts = at(6).int4();
  out.created_at = at(7).timestamp();
  out.due_at = at(8).optional_timestamp();
  out.ended_at = at(9).optional_timestamp();
  out.last_status = at(10).optional_int4();
  return out;
}

}  // namespace

result<std::vector<webhook_delivery_row>> list(executor& in, std::int64_t endpoint, const filter& f,
                                               std::int64_t before, std::int32_t limit) {
  auto r = in.run(delivery_list, endpoint, f.state, f.type, f.message_id, before, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<webhook_delivery_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<webhook_delivery_row> find(executor& in, std::int64_t endpoint, const std::string& id) {
  auto r = in.run(delivery_find, endpoint, id);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::webhook_delivery_not_found);
  auto out = read(*r, 0);
  out.body = r->at(0, 11).string();
  return out;
}

result<std::vector<webhook_attempt_row>> attempts(executor& in, std::int64_t delivery, std::int32_t limit) {
  auto r = in.run(attempt_list, delivery, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<webhook_attempt_row> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    out.push_back({r->at(i, 0).int4(), r->at(i, 1).timestamp(), r->at(i, 2).int4(), r->at(i, 3).optional_int4(),
                   r->at(i, 4).string(), r->at(i, 5).string()});
  }
  return out;
}

result<void> resend(executor& in, std::int64_t endpoint, const std::string& id) {
  if (auto woken = in.run(lane_wake, endpoint); !woken) return std::unexpected(woken.error());
  auto r = in.run(delivery_resend, endpoint, id);
  if (!r) return std::unexpected(r.error());
  if (r->affected() == 0) return fail(error_code::webhook_delivery_not_found);
  return {};
}

result<std::int64_t> resend_failed(executor& in, std::int64_t endpoint, timestamp since) {
  if (auto woken = in.run(lane_wake, endpoint); !woken) return std::unexpected(woken.error());
  auto r = in.run(delivery_resend_failed, endpoint, since);
  if (!r) return std::unexpected(r.error());
  if (auto freed = in.run(delivery_free, endpoint); !freed) return std::unexpected(freed.error());
  return static_cast<std::int64_t>(r->affected());
}

}  // namespace weir::postgres::webhook_deliveries
