#include <weir/postgres/budget_watches.hpp>

namespace weir::postgres::budget_watches {
namespace {

const statement watch_ask{"budget_watches.ask", R"sql(
INSERT INTO budget_watches AS w (tenant_number) VALUES ($1)
ON CONFLICT (tenant_number) DO UPDATE SET epoch = w.epoch + 1, held_until = '-infinity', rests_until = '-infinity', look_at = '-infinity')sql"};

// The tenant's partition has its newest hour of arrival at the end of one index range, so that this costs a few probes
// for each tenant that has budgets.
const statement watch_claim{"budget_watches.claim", R"sql(
WITH due AS (
  SELECT w.tenant_number, c.arrival_hour, c.last_offset, s.runs FROM budget_watches AS w
  JOIN tenants AS t ON t.number = w.tenant_number AND t.state <> 'deleted'
  CROSS JOIN installation AS i
  LEFT JOIN billing_states AS s ON s.tenant_number = w.tenant_number
  LEFT JOIN LATERAL (SELECT arrival_hour, last_offset FROM usage_conservation
    WHERE partition = t.bucket % i.partitions AND tenant_number = w.tenant_number ORDER BY arrival_hour DESC LIMIT 1) AS c ON true
  WHERE w.held_until <= clock_timestamp() AND w.rests_until <= clock_timestamp()
    AND (w.look_at <= clock_timestamp() OR (c.arrival_hour, c.last_offset, s.runs) IS DISTINCT FROM (w.seen_hour, w.seen_offset, w.seen_runs))
    AND EXISTS (SELECT FROM budgets AS b WHERE b.tenant_number = w.tenant_number)
  ORDER BY w.rests_until LIMIT $1 FOR UPDATE OF w SKIP LOCKED)
UPDATE budget_watches AS w SET epoch = w.epoch + 1, held_until = clock_timestamp() + $2::bigint * interval '1 millisecond'
FROM due WHERE w.tenant_number = due.tenant_number
RETURNING w.tenant_number, w.epoch, due.arrival_hour, due.last_offset, due.runs)sql"};

const statement watch_finish{"budget_watches.finish", R"sql(
UPDATE budget_watches SET held_until = '-infinity', rests_until = clock_timestamp() + $3::bigint * interval '1 millisecond',
  look_at = least(clock_timestamp() + $4::bigint * interval '1 millisecond', $5), seen_hour = $6, seen_offset = $7, seen_runs = $8
WHERE tenant_number = $1 AND epoch = $2)sql"};

}  // namespace

result<void> ask(executor& in, std::int32_t tenant) {
  if (auto r = in.run(watch_ask, tenant); !r) return std::unexpected(r.error());
  return {};
}

result<std::vector<watch>> claim(executor& in, std::chrono::milliseconds lease, std::int32_t most) {
  auto r = in.run(watch_claim, most, lease.count());
  if (!r) return std::unexpected(r.error());
  std::vector<watch> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back({r->at(i, 0).int4(), r->at(i, 1).int8(), r->at(i, 2).optional_timestamp(),
                   r->at(i, 3).optional_int8(), r->at(i, 4).optional_int8()});
  return out;
}

result<void> finish(executor& in, const watch& w, pacing next, timestamp at_latest) {
  auto r = in.run(watch_finish, w.tenant_number, w.epoch, next.rest.count(), next.most_wait.count(), at_latest, w.hour,
                  w.offset, w.runs);
  if (!r) return std::unexpected(r.error());
  if (r->affected() == 0) return fail(error_code::lease_lost, "budgets of tenant " + std::to_string(w.tenant_number));
  return {};
}

}  // namespace weir::postgres::budget_watches
