#include <src/postgres/arrays.hpp>

#include <weir/postgres/billing_states.hpp>

#define WEIR_BILLING_STATE_COLUMNS                                                                              \
  "tenant_number, next_at, billed_until, looked_at, runs, parked_at, parked_code, parked_detail, is_released, " \
  "threshold_at"

namespace weir::postgres::billing_states {
namespace {

const statement state_open{"billing_states.open", R"sql(
INSERT INTO billing_states AS s (tenant_number, next_at) VALUES ($1, $2)
ON CONFLICT (tenant_number) DO UPDATE SET runs = s.runs + 1, updated_at = clock_timestamp(),
  next_at = least(s.next_at, greatest(EXCLUDED.next_at, s.billed_until + interval '1 hour')))sql"};

const statement state_find{"billing_states.find",
                           "SELECT " WEIR_BILLING_STATE_COLUMNS " FROM billing_states WHERE tenant_number = $1"};

const statement state_find_all{"billing_states.find_all", "SELECT " WEIR_BILLING_STATE_COLUMNS R"sql(
FROM billing_states WHERE tenant_number = ANY ($1::integer[]) ORDER BY tenant_number)sql"};

const statement state_lock_free{"billing_states.lock_free", "SELECT " WEIR_BILLING_STATE_COLUMNS R"sql(
FROM billing_states WHERE tenant_number = ANY ($1::integer[]) ORDER BY tenant_number FOR UPDATE SKIP LOCKED)sql"};

const statement state_lock{"billing_states.lock", "SELECT " WEIR_BILLING_STATE_COLUMNS
                                                  " FROM billing_states WHERE tenant_number = $1 FOR UPDATE"};

const statement state_due{"billing_states.due", "SELECT " WEIR_BILLING_STATE_COLUMNS R"sql(
FROM billing_states WHERE next_at <= $1 AND tenant_number > $2 AND parked_at IS NULL ORDER BY tenant_number LIMIT $3)sql"};

const statement state_watched{"billing_states.watched", "SELECT " WEIR_BILLING_STATE_COLUMNS R"sql(
FROM billing_states AS s WHERE threshold_at <= $1 AND next_at > $1 AND tenant_number > $2 AND parked_at IS NULL
  AND NOT EXISTS (SELECT FROM invoices AS i WHERE i.tenant_number = s.tenant_number AND i.state = 'draft')
ORDER BY tenant_number LIMIT $3)sql"};

const statement state_parked{"billing_states.parked", "SELECT " WEIR_BILLING_STATE_COLUMNS R"sql(
FROM billing_states WHERE tenant_number > $1 AND parked_at IS NOT NULL ORDER BY tenant_number LIMIT $2)sql"};

const statement state_advance{"billing_states.advance", R"sql(
UPDATE billing_states AS s SET billed_until = b.as_of::timestamptz, looked_at = b.looked_at::timestamptz,
  next_at = b.next_at::timestamptz, threshold_at = nullif(b.threshold_at, '')::timestamptz, runs = s.runs + 1,
  is_released = false, updated_at = clock_timestamp()
FROM unnest($1::integer[], $2::text[], $3::text[], $4::text[], $5::text[]) AS b (tenant, as_of, looked_at, next_at, threshold_at)
WHERE s.tenant_number = b.tenant)sql"};

const statement state_park{"billing_states.park", R"sql(
UPDATE billing_states SET parked_at = clock_timestamp(), parked_code = $2, parked_detail = $3, is_released = false,
  runs = runs + 1, updated_at = clock_timestamp() WHERE tenant_number = $1)sql"};

const statement state_release{"billing_states.release", R"sql(
UPDATE billing_states SET parked_at = NULL, parked_code = NULL, parked_detail = NULL, is_released = true,
  runs = runs + 1, updated_at = clock_timestamp() WHERE tenant_number = $1)sql"};

const statement state_touch{"billing_states.touch", R"sql(
UPDATE billing_states SET runs = runs + 1, updated_at = clock_timestamp() WHERE tenant_number = $1)sql"};

const statement state_reopen{"billing_states.reopen", R"sql(
UPDATE billing_states SET next_at = least(next_at, coalesce(billed_until + interval '1 hour', next_at)), runs = runs + 1,
  updated_at = clock_timestamp() WHERE tenant_number = $1)sql"};

const statement state_watch{"billing_states.watch", R"sql(
UPDATE billing_states SET threshold_at = least(threshold_at, $2), runs = runs + 1, updated_at = clock_timestamp()
WHERE tenant_number = $1)sql"};

const statement state_rest{"billing_states.rest", R"sql(
UPDATE billing_states AS s SET threshold_at = nullif(w.threshold_at, '')::timestamptz, updated_at = clock_timestamp()
FROM unnest($1::integer[], $2::bigint[], $3::text[]) AS w (tenant, runs, threshold_at)
WHERE s.tenant_number = w.tenant AND s.runs = w.runs)sql"};

// A change that was not committed when the snapshot was taken has an earlier time than that; no transaction of commands
// lasts an hour.
const statement state_changed{"billing_states.changed_from", R"sql(
SELECT l.tenant, min(c.at) FROM unnest($1::integer[], $2::text[]) AS l (tenant, since),
LATERAL (
  SELECT c.at FROM subscription_changes AS c
  WHERE c.tenant_number = l.tenant AND (c.created_at >= l.since::timestamptz - interval '1 hour'
    OR c.withdrawn_at >= l.since::timestamptz - interval '1 hour')
  UNION ALL
  SELECT h.range_from FROM history_imports AS h
  WHERE h.tenant_number = l.tenant AND h.imported_at >= l.since::timestamptz - interval '1 hour') AS c
GROUP BY l.tenant)sql"};

const statement state_data_through{"billing_states.data_through", R"sql(
SELECT CASE WHEN count(*) = count(data_through) THEN min(data_through) END FROM leases
WHERE consumer = 'usage' AND topic = 'weir.usage')sql"};

const statement state_counted_logs{"billing_states.counted_logs", R"sql(
SELECT i.p, coalesce(u.next_offset, 0), coalesce(c.next_offset, 0), d.version
FROM (SELECT generate_series(0, partitions - 1) AS p FROM installation) AS i CROSS JOIN definitions AS d
LEFT JOIN leases AS u ON u.consumer = 'usage' AND u.topic = 'weir.usage' AND u.partition = i.p
LEFT JOIN leases AS c ON c.consumer = 'operations' AND c.topic = 'weir.commands' AND c.partition = i.p
ORDER BY i.p)sql"};
const statement state_count_due{"billing_states.count_due", R"sql(
SELECT count(*), count(*) FILTER (WHERE parked_at IS NULL AND next_at <= $1), count(parked_at),
  min(next_at) FILTER (WHERE parked_at IS NULL) FROM billing_states)sql"};

const statement state_transaction_time{"billing_states.transaction_time", "SELECT transaction_timestamp()"};

std::vector<billing_state_row> read(const rows& r) {
  std::vector<billing_state_row> out;
  for (std::size_t i = 0; i < r.size(); ++i)
    out.push_back({r.at(i, 0).int4(), r.at(i, 1).timestamp(), r.at(i, 2).optional_timestamp(),
                   r.at(i, 3).optional_timestamp(), r.at(i, 4).int8(), r.at(i, 5).optional_timestamp(),
                   r.at(i, 6).optional_string().value_or(""), r.at(i, 7).optional_string().value_or(""),
                   r.at(i, 8).boolean(), r.at(i, 9).optional_timestamp()});
  return out;
}

std::string text_of(const std::optional<timestamp>& t) {
  return t ? param(*t).value() : std::string();
}

result<std::optional<billing_state_row>> one(result<rows> r) {
  if (!r) return std::unexpected(r.error());
  auto all = read(*r);
  if (all.empty()) return std::nullopt;
  return std::move(all.front());
}

result<std::vector<billing_state_row>> all(result<rows> r) {
  if (!r) return std::unexpected(r.error());
  return read(*r);
}

result<void> done(result<rows> r) {
  if (!r) return std::unexpected(r.error());
  return {};
}

result<std::optional<timestamp>> one_instant(result<rows> r) {
  if (!r) return std::unexpected(r.error());
  return r->at(0, 0).optional_timestamp();
}

}  // namespace

result<void> open(executor& in, std::int32_t tenant, timestamp at) {
  return done(in.run(state_open, tenant, at));
}

result<std::optional<billing_state_row>> find(executor& in, std::int32_t tenant) {
  return one(in.run(state_find, tenant));
}

result<std::vector<billing_state_row>> find(executor& in, std::span<const std::int32_t> tenants) {
  return all(in.run(state_find_all, param::array(tenants)));
}

result<std::optional<billing_state_row>> lock(executor& in, std::int32_t tenant) {
  return one(in.run(state_lock, tenant));
}

result<std::vector<billing_state_row>> lock_free(executor& in, std::span<const std::int32_t> tenants) {
  return all(in.run(state_lock_free, param::array(tenants)));
}

result<std::vector<billing_state_row>> list_due(executor& in, timestamp at, std::int32_t after, std::int32_t limit) {
  return all(in.run(state_due, at, after, limit));
}

result<std::vector<billing_state_row>> list_watched(executor& in, timestamp at, std::int32_t after,
                                                    std::int32_t limit) {
  return all(in.run(state_watched, at, after, limit));
}

result<due_count> count_due(executor& in, timestamp at) {
  auto r = in.run(state_count_due, at);
  if (!r) return std::unexpected(r.error());
  return due_count{r->at(0, 0).int8(), r->at(0, 1).int8(), r->at(0, 2).int8(), r->at(0, 3).optional_timestamp()};
}

result<std::vector<billing_state_row>> list_parked(executor& in, std::int32_t after, std::int32_t limit) {
  return all(in.run(state_parked, after, limit));
}

result<void> advance(executor& in, std::span<const billed_tenant> tenants) {
  return done(in.run(state_advance, array_of(tenants, [](const auto& t) { return t.number; }),
                     array_of(tenants, [](const auto& t) { return t.as_of; }),
                     array_of(tenants, [](const auto& t) { return t.looked_at; }),
                     array_of(tenants, [](const auto& t) { return t.next_at; }),
                     array_of(tenants, [](const auto& t) { return text_of(t.threshold_at); })));
}

result<void> park(executor& in, std::int32_t tenant, const std::string& code, const std::string& detail) {
  return done(in.run(state_park, tenant, code, detail));
}

result<void> release(executor& in, std::int32_t tenant) {
  return done(in.run(state_release, tenant));
}

result<void> touch(executor& in, std::int32_t tenant) {
  return done(in.run(state_touch, tenant));
}

result<void> reopen(executor& in, std::int32_t tenant) {
  return done(in.run(state_reopen, tenant));
}

result<void> watch(executor& in, std::int32_t tenant, timestamp at) {
  return done(in.run(state_watch, tenant, at));
}

result<void> rest(executor& in, std::span<const watched_tenant> tenants) {
  return done(in.run(state_rest, array_of(tenants, [](const auto& t) { return t.number; }),
                     array_of(tenants, [](const auto& t) { return t.runs; }),
                     array_of(tenants, [](const auto& t) { return text_of(t.threshold_at); })));
}

result<std::map<std::int32_t, timestamp>> changed_from(executor& in, std::span<const last_look> looks) {
  std::map<std::int32_t, timestamp> out;
  if (looks.empty()) return out;
  auto r = in.run(state_changed, array_of(looks, [](const auto& l) { return l.tenant; }),
                  array_of(looks, [](const auto& l) { return l.since; }));
  if (!r) return std::unexpected(r.error());
  for (std::size_t i = 0; i < r->size(); ++i)
    out.emplace(r->at(i, 0).int4(), r->at(i, 1).timestamp());
  return out;
}

result<timestamp> transaction_time(executor& in) {
  auto r = in.run(state_transaction_time);
  if (!r) return std::unexpected(r.error());
  return r->at(0, 0).timestamp();
}

result<std::optional<timestamp>> data_through(executor& in) {
  return one_instant(in.run(state_data_through));
}

result<std::vector<billing::counted_log>> counted_logs(executor& in) {
  auto r = in.run(state_counted_logs);
  if (!r) return std::unexpected(r.error());
  std::vector<billing::counted_log> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back({r->at(i, 0).int4(), r->at(i, 1).int8(), r->at(i, 2).int8(), r->at(i, 3).int8()});
  return out;
}

}  // namespace weir::postgres::billing_states
