#include <weir/postgres/idempotency.hpp>

namespace weir::postgres::idempotency {
namespace {

const statement idempotency_insert{"idempotency.insert", R"sql(
INSERT INTO idempotency_keys (principal, key, tenant_number, request_hash, command_id, resource_id)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING)sql"};

const statement idempotency_find{"idempotency.find", R"sql(
SELECT request_hash = $3, coalesce(command_id, ''), coalesce(resource_id, ''), status, coalesce(body, ''),
  created_at < clock_timestamp() - $4::bigint * interval '1 millisecond'
FROM idempotency_keys WHERE principal = $1 AND key = $2 FOR UPDATE)sql"};

const statement idempotency_take_over{"idempotency.take_over", R"sql(
UPDATE idempotency_keys SET created_at = clock_timestamp() WHERE principal = $1 AND key = $2)sql"};

const statement idempotency_finish{"idempotency.finish", R"sql(
UPDATE idempotency_keys SET status = $3, body = $4 WHERE principal = $1 AND key = $2)sql"};

const statement idempotency_forget{"idempotency.forget", R"sql(
DELETE FROM idempotency_keys WHERE principal = $1 AND key = $2 AND status IS NULL)sql"};

}  // namespace

result<answer> begin(executor& in, const request& q, std::chrono::milliseconds abandoned_after) {
  auto r = in.run(idempotency_insert, q.principal, q.key, q.tenant_number, param::bytes(q.hash), q.command_id,
                  q.resource_id);
  if (!r) return std::unexpected(r.error());
  if (r->affected() == 1) return answer{verdict::fresh, q.command_id, q.resource_id, 0, {}};
  r = in.run(idempotency_find, q.principal, q.key, param::bytes(q.hash), abandoned_after.count());
  if (!r) return std::unexpected(r.error());
  // Not visible: another tenant's. Gone: forgotten between the two statements.
  if (r->empty()) return fail(error_code::idempotency_in_progress);
  answer a{verdict::in_progress, r->at(0, 1).string(), r->at(0, 2).string(), 0, {}};
  if (!r->at(0, 0).boolean()) {
    a.what = verdict::other_request;
  } else if (!r->at(0, 3).is_null()) {
    a.what = verdict::replay;
    a.status = r->at(0, 3).int4();
    a.body = r->at(0, 4).string();
  } else if (r->at(0, 5).boolean()) {
    r = in.run(idempotency_take_over, q.principal, q.key);
    if (!r) return std::unexpected(r.error());
    a.what = verdict::fresh;
  }
  return a;
}

result<void> finish(executor& in, const std::string& principal, const std::string& key, std::int32_t status,
                    const std::string& body) {
  auto r = in.run(idempotency_finish, principal, key, status, body);
  if (!r) return std::unexpected(r.error());
  return {};
}

result<void> forget(executor& in, const std::string& principal, const std::string& key) {
  auto r = in.run(idempotency_forget, principal, key);
  if (!r) return std::unexpected(r.error());
  return {};
}

}  // namespace weir::postgres::idempotency
