#include <src/postgres/done.hpp>

#include <weir/postgres/command_results.hpp>

namespace weir::postgres::command_results {
namespace {

const statement command_accept{"command_results.accept", R"sql(
INSERT INTO command_results (id, tenant_number, type, principal, status, partition, log_offset)
VALUES ($1, $2, $3, $4, 'accepted', $5, $6) ON CONFLICT (id) DO NOTHING)sql"};

const statement command_handled{"command_results.handled", R"sql(
SELECT FROM command_results WHERE id = $1 AND status IN ('succeeded', 'failed'))sql"};

const statement command_finish{"command_results.finish", R"sql(
INSERT INTO command_results AS c (id, tenant_number, type, principal, status, http_status, problem, resource, partition,
  log_offset, finished_at)
VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb, $9, $10, clock_timestamp())
ON CONFLICT (id) DO UPDATE SET status = EXCLUDED.status, http_status = EXCLUDED.http_status, problem = EXCLUDED.problem,
  resource = EXCLUDED.resource, partition = EXCLUDED.partition, log_offset = EXCLUDED.log_offset,
  finished_at = EXCLUDED.finished_at
WHERE c.status NOT IN ('succeeded', 'failed'))sql"};

const statement command_get{"command_results.get", R"sql(
SELECT id, tenant_number, type, principal, status, http_status, problem, resource, partition, log_offset, created_at, finished_at
FROM command_results WHERE id = $1)sql"};

}  // namespace

result<void> accept(executor& in, const command_result_row& c) {
  return done(in.run(command_accept, c.id, c.tenant_number, c.type, c.principal, c.partition, c.log_offset));
}

result<bool> handled(executor& in, const std::string& id) {
  auto r = in.run(command_handled, id);
  if (!r) return std::unexpected(r.error());
  return r->affected() > 0;
}

result<void> finish(executor& in, const command_result_row& c) {
  return done(in.run(command_finish, c.id, c.tenant_number, c.type, c.principal, c.status, c.http_status, c.problem,
                     c.resource, c.partition, c.log_offset));
}

result<command_result_row> get(executor& in, const std::string& id) {
  auto r = in.run(command_get, id);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::command_not_found);
  return command_result_row{
      r->at(0, 0).string(),          r->at(0, 1).optional_int4(),   r->at(0, 2).string(),
      r->at(0, 3).string(),          r->at(0, 4).string(),          r->at(0, 5).optional_int4(),
      r->at(0, 6).optional_string(), r->at(0, 7).optional_string(), r->at(0, 8).optional_int4(),
      r->at(0, 9).optional_int8(),   r->at(0, 10).timestamp(),      r->at(0, 11).optional_timestamp()};
}

}  // namespace weir::postgres::command_results
