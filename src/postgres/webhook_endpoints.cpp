#include <src/postgres/done.hpp>
#include <src/postgres/event_filters.hpp>

#include <weir/postgres/webhook_endpoints.hpp>

#define WEIR_ENDPOINT_COLUMNS                                                                                      \
  "e.id, e.number, e.tenant_number, t.id, e.url, e.description, e.event_types, e.disabled_reason, e.disabled_at, " \
  "e.version, e.created_at, e.updated_at, l.failures, l.failing_since, "                                           \
  "CASE WHEN l.closed_until > clock_timestamp() THEN l.closed_until END, "                                         \
  "e.filters, e.header_names, l.rate, l.ordered, "                                                                 \
  "EXISTS (SELECT FROM webhook_sealed_parts AS k WHERE k.endpoint_number = e.number AND k.kind = 'key' "           \
  "AND k.expires_at IS NULL) "                                                                                     \
  "FROM webhook_endpoints AS e JOIN webhook_lanes AS l ON l.endpoint_number = e.number "                           \
  "LEFT JOIN tenants AS t ON t.number = e.tenant_number "

namespace weir::postgres::webhook_endpoints {
namespace {

// Those who make endpoints of one owner wait for each other, so that they count right.
const statement endpoint_queue{"webhook_endpoints.queue",
                               "SELECT pg_advisory_xact_lock(hashtext('webhook_endpoints'), $1)"};

const statement endpoint_count{"webhook_endpoints.count",
                               "SELECT count(*) FROM webhook_endpoints WHERE tenant_number IS NOT DISTINCT FROM $1"};

const statement endpoint_create{"webhook_endpoints.create", R"sql(
INSERT INTO webhook_endpoints (id, tenant_number, url, description, event_types, filters, header_names)
VALUES ($1, $2, $3, $4, $5::text[], $6::jsonb, $7::text[]) RETURNING number)sql"};

const statement lane_create{"webhook_lanes.create",
                            "INSERT INTO webhook_lanes (endpoint_number, rate, ordered) VALUES ($1, $2, $3)"};

const statement endpoint_find{"webhook_endpoints.find", "SELECT " WEIR_ENDPOINT_COLUMNS "WHERE e.id = $1"};

// The lane, as whoever takes or ends deliveries holds it before anything of the endpoint (webhook_queue.hpp).
const statement endpoint_lock{"webhook_endpoints.lock", R"sql(
SELECT FROM webhook_lanes AS l JOIN webhook_endpoints AS e ON e.number = l.endpoint_number WHERE e.id = $1 FOR UPDATE OF l)sql"};

const statement endpoint_list{"webhook_endpoints.list", "SELECT " WEIR_ENDPOINT_COLUMNS
                                                        "WHERE e.tenant_number IS NOT DISTINCT FROM $1 "
                                                        "AND e.id > $2 ORDER BY e.id LIMIT $3"};

const statement endpoint_update{"webhook_endpoints.update", R"sql(
UPDATE webhook_endpoints SET url = $2, description = $3, event_types = $4::text[], disabled_reason = $5, filters = $6::jsonb, header_names = $7::text[],
  disabled_at = CASE WHEN $5::text IS NULL THEN NULL ELSE coalesce(disabled_at, clock_timestamp()) END,
  version = version + 1, updated_at = clock_timestamp()
WHERE id = $1)sql"};

const statement lane_choose{"webhook_lanes.choose", R"sql(
UPDATE webhook_lanes SET rate = $2, ordered = $3, paced_until = CASE WHEN rate IS DISTINCT FROM $2 THEN '-infinity' ELSE paced_until END
WHERE endpoint_number = $1)sql"};

// Nothing waits for another any more.
const statement lane_disorder{"webhook_lanes.disorder", R"sql(
WITH freed AS (UPDATE webhook_deliveries SET due_at = now() WHERE endpoint_number = $1 AND state = 'waiting' AND due_at = 'infinity' RETURNING 1)
UPDATE webhook_lanes SET first_due = least(first_due, now()), due_at = least(due_at, now())
WHERE endpoint_number = $1 AND EXISTS (SELECT FROM freed))sql"};

const statement lane_fresh{"webhook_lanes.fresh", R"sql(
UPDATE webhook_lanes SET failures = 0, failing_since = NULL, closed_until = '-infinity' WHERE endpoint_number = $1)sql"};

const statement endpoint_fail_waiting{"webhook_endpoints.fail_waiting", R"sql(
UPDATE webhook_deliveries SET state = 'failed', failed_reason = 'disabled', leased_until = NULL, ended_at = clock_timestamp()
WHERE endpoint_number = $1 AND state = 'waiting')sql"};

const statement lane_empty{"webhook_lanes.empty", R"sql(
UPDATE webhook_lanes SET due_at = 'infinity', first_due = 'infinity', under_way = 0, lease_ends = 'infinity'
WHERE endpoint_number = $1)sql"};

const statement endpoint_remove{"webhook_endpoints.remove", "DELETE FROM webhook_endpoints WHERE id = $1"};

const statement endpoint_asked{"webhook_endpoints.asked",
                               "UPDATE webhook_endpoints SET asked = asked + 1 WHERE id = $1 RETURNING asked"};

const statement endpoint_bump{"webhook_endpoints.bump", R"sql(
UPDATE webhook_endpoints SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1)sql"};

const statement secret_list{"webhook_secrets.list", R"sql(
SELECT id, sealed, created_at, expires_at FROM webhook_secrets
WHERE endpoint_number = $1 AND (expires_at IS NULL OR expires_at > clock_timestamp())
ORDER BY expires_at DESC NULLS FIRST, id DESC)sql"};

const statement secret_expire{"webhook_secrets.expire", R"sql(
UPDATE webhook_secrets SET expires_at = clock_timestamp() + make_interval(secs => $2)
WHERE endpoint_number = $1 AND expires_at IS NULL)sql"};

const statement secret_sweep{"webhook_secrets.sweep", R"sql(
DELETE FROM webhook_secrets WHERE endpoint_number = $1 AND expires_at <= clock_timestamp())sql"};

const statement secret_add{"webhook_secrets.add", R"sql(
INSERT INTO webhook_secrets (id, endpoint_number, tenant_number, sealed) VALUES ($1, $2, $3, $4))sql"};

webhook_endpoint_row read(const rows& r, std::size_t i) {
  const auto at = [&](std::size_t column) -> const field& { return r.at(i, column); };
  webhook_endpoint_row out;
  out.id = at(0).string();
  out.number = at(1).int8();
  out.tenant_number = at(2).optional_int4();
  out.tenant_id = at(3).optional_string();
  out.url = at(4).string();
  out.description = at(5).string();
  out.event_types = at(6).text_array();
  out.disabled_reason = at(7).optional_string();
  out.disabled_at = at(8).optional_timestamp();
  out.version = at(9).int8();
  out.created_at = at(10).timestamp();
  out.updated_at = at(11).timestamp();
  out.failures = at(12).int4();
  out.failing_since = at(13).optional_timestamp();
  out.paused_until = at(14).optional_timestamp();
  out.filters = read_event_filters(at(15).string());
  out.header_names = at(16).text_array();
  out.rate = at(17).optional_int4();
  out.ordered = at(18).boolean();
  out.ed25519 = at(19).boolean();
  return out;
}

}  // namespace

result<webhook_endpoint_row> create(executor& in, const webhook_endpoint_row& wanted) {
  if (auto held = done(in.run(endpoint_queue, wanted.tenant_number.value_or(0))); !held)
    return std::unexpected(held.error());
  auto there = in.run(endpoint_count, wanted.tenant_number);
  if (!there) return std::unexpected(there.error());
  if (there->at(0, 0).int8() >= most_of_an_owner) return fail(error_code::too_many_webhook_endpoints);
  auto made =
      in.run(endpoint_create, wanted.id, wanted.tenant_number, wanted.url, wanted.description,
             param::array(wanted.event_types), event_filters_text(wanted.filters), param::array(wanted.header_names));
  if (!made) return std::unexpected(made.error());
  auto lane = done(in.run(lane_create, made->at(0, 0).int8(), wanted.rate, wanted.ordered));
  if (!lane) return std::unexpected(lane.error());
  return find(in, wanted.id);
}

result<webhook_endpoint_row> find(executor& in, const std::string& id) {
  auto r = in.run(endpoint_find, id);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::webhook_endpoint_not_found);
  return read(*r, 0);
}

result<webhook_endpoint_row> lock(executor& in, const std::string& id) {
  auto held = in.run(endpoint_lock, id);
  if (!held) return std::unexpected(held.error());
  return find(in, id);
}

result<std::vector<webhook_endpoint_row>> list(executor& in, std::optional<std::int32_t> tenant,
                                               const std::string& after, std::int32_t limit) {
  auto r = in.run(endpoint_list, tenant, after, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<webhook_endpoint_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<webhook_endpoint_row> update(executor& in, const webhook_endpoint_row& locked,
                                    const webhook_endpoint_row& wanted) {
  auto put =
      done(in.run(endpoint_update, locked.id, wanted.url, wanted.description, param::array(wanted.event_types),
                  wanted.disabled_reason, event_filters_text(wanted.filters), param::array(wanted.header_names)));
  if (put && (wanted.rate != locked.rate || wanted.ordered != locked.ordered))
    put = done(in.run(lane_choose, locked.number, wanted.rate, wanted.ordered));
  if (put && locked.ordered && !wanted.ordered) put = done(in.run(lane_disorder, locked.number));
  if (put && wanted.disabled_reason && !locked.disabled_reason) put = fail_waiting(in, locked.number);
  if (put && !wanted.disabled_reason && locked.disabled_reason) put = done(in.run(lane_fresh, locked.number));
  if (!put) return std::unexpected(put.error());
  return find(in, locked.id);
}

result<void> fail_waiting(executor& in, std::int64_t number) {
  if (auto put = done(in.run(endpoint_fail_waiting, number)); !put) return put;
  return done(in.run(lane_empty, number));
}

result<void> remove(executor& in, const std::string& id) {
  return done(in.run(endpoint_remove, id));
}

result<std::int64_t> count_asked(executor& in, const std::string& id) {
  auto r = in.run(endpoint_asked, id);
  if (!r) return std::unexpected(r.error());
  return r->at(0, 0).int8();
}

result<std::vector<webhook_secret_row>> secrets(executor& in, std::int64_t endpoint) {
  auto r = in.run(secret_list, endpoint);
  if (!r) return std::unexpected(r.error());
  std::vector<webhook_secret_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(
        {r->at(i, 0).string(), r->at(i, 1).bytes(), r->at(i, 2).timestamp(), r->at(i, 3).optional_timestamp()});
  return out;
}

result<webhook_endpoint_row> rotate(executor& in, const webhook_endpoint_row& locked, const webhook_secret_row& next,
                                    std::int64_t overlap_s) {
  if (auto swept = done(in.run(secret_sweep, locked.number)); !swept) return std::unexpected(swept.error());
  auto there = secrets(in, locked.number);
  if (!there) return std::unexpected(there.error());
  if (overlap_s > 0 && std::ssize(*there) >= most_secrets)
    return fail(error_code::webhook_secret_refused, "as many as possible sign already: rotate without an overlap");
  if (auto ended = done(in.run(secret_expire, locked.number, overlap_s)); !ended) return std::unexpected(ended.error());
  if (auto put = add_secret(in, locked, next); !put) return std::unexpected(put.error());
  return bump(in, locked);
}

result<webhook_endpoint_row> bump(executor& in, const webhook_endpoint_row& locked) {
  if (auto put = done(in.run(endpoint_bump, locked.id)); !put) return std::unexpected(put.error());
  return find(in, locked.id);
}

result<void> add_secret(executor& in, const webhook_endpoint_row& of, const webhook_secret_row& first) {
  return done(in.run(secret_add, first.id, of.number, of.tenant_number, param::bytes(first.sealed)));
}

}  // namespace weir::postgres::webhook_endpoints
