#include <weir/postgres/jobs.hpp>

#define WEIR_JOB_COLUMNS                                                                                           \
  "j.id, j.tenant_number, j.kind, j.cause, j.arguments, j.state, j.progress_done, j.progress_total, j.result, "    \
  "j.problem, j.attempts, j.attempts_most, j.cancel_requested, j.epoch, j.run_after, j.created_at, j.started_at, " \
  "j.finished_at"

namespace weir::postgres::jobs {
namespace {

const statement job_enqueue{"jobs.enqueue", R"sql(
INSERT INTO jobs (id, tenant_number, kind, cause, arguments, run_after)
VALUES ($1, $2, $3, $4, $5::jsonb, coalesce($6, clock_timestamp())) ON CONFLICT (cause) DO NOTHING)sql"};

const statement job_by_cause{"jobs.by_cause", "SELECT id FROM jobs WHERE cause = $1"};

const statement job_give_up{"jobs.give_up", R"sql(
UPDATE jobs SET state = 'failed', finished_at = clock_timestamp(), lease_owner = NULL, lease_until = NULL,
  problem = jsonb_build_object('code', 'internal_error', 'detail', 'the job ended its runner each time')
WHERE id IN (SELECT id FROM jobs WHERE state = 'running' AND lease_until < clock_timestamp() AND attempts >= attempts_most
  FOR UPDATE SKIP LOCKED))sql"};

const statement job_claim{"jobs.claim", R"sql(
WITH due AS MATERIALIZED (
  SELECT id FROM jobs WHERE run_after <= clock_timestamp() AND kind = ANY ($2::text[])
    AND (state = 'queued' OR (state = 'running' AND lease_until < clock_timestamp()))
  ORDER BY run_after LIMIT $4 FOR UPDATE SKIP LOCKED)
UPDATE jobs AS j SET state = 'running', epoch = j.epoch + 1, attempts = j.attempts + 1, lease_owner = $1,
  lease_until = clock_timestamp() + $3::bigint * interval '1 millisecond', started_at = coalesce(j.started_at, clock_timestamp())
FROM due WHERE j.id = due.id RETURNING )sql" WEIR_JOB_COLUMNS};

const statement job_heartbeat{"jobs.heartbeat", R"sql(
UPDATE jobs SET lease_until = clock_timestamp() + $3::bigint * interval '1 millisecond', progress_done = $4,
  progress_total = coalesce($5, progress_total)
WHERE id = $1 AND epoch = $2 AND state = 'running' RETURNING cancel_requested)sql"};

const statement job_finish{"jobs.finish", R"sql(
UPDATE jobs SET state = 'succeeded', result = $3::jsonb, problem = NULL, finished_at = clock_timestamp(), lease_owner = NULL,
  lease_until = NULL WHERE id = $1 AND epoch = $2 AND state = 'running')sql"};

const statement job_fail{"jobs.fail", R"sql(
UPDATE jobs SET problem = $3::jsonb, lease_owner = NULL, lease_until = NULL,
  state = CASE WHEN $4::bigint IS NULL OR attempts >= attempts_most THEN 'failed' ELSE 'queued' END,
  finished_at = CASE WHEN $4::bigint IS NULL OR attempts >= attempts_most THEN clock_timestamp() END,
  run_after = clock_timestamp() + coalesce($4::bigint, 0) * interval '1 millisecond'
WHERE id = $1 AND epoch = $2 AND state = 'running')sql"};

const statement job_finish_canceled{"jobs.finish_canceled", R"sql(
UPDATE jobs SET state = 'canceled', finished_at = clock_timestamp(), lease_owner = NULL, lease_until = NULL
WHERE id = $1 AND epoch = $2 AND state = 'running')sql"};

const statement job_cancel{"jobs.cancel", R"sql(
UPDATE jobs AS j SET cancel_requested = j.cancel_requested OR j.state IN ('queued', 'running'),
  state = CASE WHEN j.state = 'queued' THEN 'canceled' ELSE j.state END,
  finished_at = CASE WHEN j.state = 'queued' THEN clock_timestamp() ELSE j.finished_at END
WHERE j.id = $1 RETURNING )sql" WEIR_JOB_COLUMNS};

const statement job_get{"jobs.get", "SELECT " WEIR_JOB_COLUMNS " FROM jobs AS j WHERE j.id = $1"};

const statement job_newest{"jobs.newest",
                           "SELECT " WEIR_JOB_COLUMNS " FROM jobs AS j WHERE j.kind = $1 ORDER BY j.id DESC LIMIT $2"};

job_row read(const rows& r, std::size_t i) {
  job_row j;
  j.id = r.at(i, 0).string();
  j.tenant_number = r.at(i, 1).optional_int4();
  j.kind = r.at(i, 2).string();
  j.cause = r.at(i, 3).string();
  j.arguments = r.at(i, 4).string();
  j.state = r.at(i, 5).string();
  j.progress_done = r.at(i, 6).int8();
  j.progress_total = r.at(i, 7).optional_int8();
  j.result = r.at(i, 8).optional_string();
  j.problem = r.at(i, 9).optional_string();
  j.attempts = r.at(i, 10).int4();
  j.attempts_most = r.at(i, 11).int4();
  j.cancel_requested = r.at(i, 12).boolean();
  j.epoch = r.at(i, 13).int8();
  j.run_after = r.at(i, 14).timestamp();
  j.created_at = r.at(i, 15).timestamp();
  j.started_at = r.at(i, 16).optional_timestamp();
  j.finished_at = r.at(i, 17).optional_timestamp();
  return j;
}

result<void> held(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  if (r->affected() == 0) return weir::fail(error_code::lease_lost);
  return {};
}

result<job_row> single(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return weir::fail(error_code::job_not_found);
  return read(*r, 0);
}

result<std::vector<job_row>> several(const result<rows>& r) {
  if (!r) return std::unexpected(r.error());
  std::vector<job_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

}  // namespace

result<enqueued> enqueue(executor& in, const new_job& j) {
  auto r = in.run(job_enqueue, j.id, j.tenant_number, j.kind, j.cause, j.arguments, j.run_after);
  if (!r) return std::unexpected(r.error());
  if (r->affected() == 1) return enqueued{j.id, true};
  r = in.run(job_by_cause, j.cause);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return weir::fail(error_code::database_constraint, "the cause belongs to another tenant's job");
  return enqueued{r->at(0, 0).string(), false};
}

result<std::vector<job_row>> claim(executor& in, const std::string& owner, std::span<const std::string> kinds,
                                   std::chrono::milliseconds lease, std::int32_t most) {
  auto r = in.run(job_give_up);
  if (r) r = in.run(job_claim, owner, param::array(kinds), lease.count(), most);
  return several(r);
}

result<pulse> heartbeat(executor& in, const std::string& id, std::int64_t epoch, std::chrono::milliseconds lease,
                        std::int64_t done, std::optional<std::int64_t> total) {
  auto r = in.run(job_heartbeat, id, epoch, lease.count(), done, total);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return weir::fail(error_code::lease_lost);
  return pulse{r->at(0, 0).boolean()};
}

result<void> finish(executor& in, const std::string& id, std::int64_t epoch, const std::string& result_json) {
  return held(in.run(job_finish, id, epoch, result_json));
}

result<void> fail(executor& in, const std::string& id, std::int64_t epoch, const std::string& problem_json,
                  std::optional<std::chrono::milliseconds> retry_after) {
  const auto after = retry_after ? std::optional<std::int64_t>(retry_after->count()) : std::nullopt;
  return held(in.run(job_fail, id, epoch, problem_json, after));
}

result<void> finish_canceled(executor& in, const std::string& id, std::int64_t epoch) {
  return held(in.run(job_finish_canceled, id, epoch));
}

result<job_row> cancel(executor& in, const std::string& id) {
  return single(in.run(job_cancel, id));
}

result<job_row> get(executor& in, const std::string& id) {
  return single(in.run(job_get, id));
}

result<std::vector<job_row>> list_newest(executor& in, const std::string& kind, std::int32_t limit) {
  return several(in.run(job_newest, kind, limit));
}

}  // namespace weir::postgres::jobs
