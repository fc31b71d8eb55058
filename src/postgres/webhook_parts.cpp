#include <src/postgres/done.hpp>

#include <weir/postgres/webhook_parts.hpp>

namespace weir::postgres::webhook_parts {
namespace {

const statement headers_remove{"webhook_sealed_parts.remove_headers",
                               "DELETE FROM webhook_sealed_parts WHERE endpoint_number = $1 AND kind = 'headers'"};

const statement headers_add{"webhook_sealed_parts.add_headers", R"sql(
INSERT INTO webhook_sealed_parts (id, endpoint_number, tenant_number, kind, sealed) VALUES ($1, $2, $3, 'headers', $4))sql"};

const statement headers_find{"webhook_sealed_parts.headers",
                             "SELECT sealed FROM webhook_sealed_parts WHERE endpoint_number = $1 AND kind = 'headers'"};

const statement key_list{"webhook_sealed_parts.keys", R"sql(
SELECT id, sealed, public_key, created_at, expires_at FROM webhook_sealed_parts
WHERE endpoint_number = $1 AND kind = 'key' AND (expires_at IS NULL OR expires_at > clock_timestamp())
ORDER BY expires_at DESC NULLS FIRST, id DESC)sql"};

const statement key_expire{"webhook_sealed_parts.expire_key", R"sql(
UPDATE webhook_sealed_parts SET expires_at = clock_timestamp() + make_interval(secs => $2)
WHERE endpoint_number = $1 AND kind = 'key' AND expires_at IS NULL)sql"};

const statement key_sweep{"webhook_sealed_parts.sweep_keys", R"sql(
DELETE FROM webhook_sealed_parts WHERE endpoint_number = $1 AND kind = 'key' AND expires_at <= clock_timestamp())sql"};

const statement key_add{"webhook_sealed_parts.add_key", R"sql(
INSERT INTO webhook_sealed_parts (id, endpoint_number, tenant_number, kind, sealed, public_key) VALUES ($1, $2, $3, 'key', $4, $5))sql"};

const statement key_remove{"webhook_sealed_parts.remove_keys",
                           "DELETE FROM webhook_sealed_parts WHERE endpoint_number = $1 AND kind = 'key'"};

const statement part_list{"webhook_sealed_parts.of_endpoints", R"sql(
SELECT endpoint_number, kind = 'key', id, sealed FROM webhook_sealed_parts
WHERE endpoint_number = ANY ($1::bigint[]) AND (expires_at IS NULL OR expires_at > clock_timestamp())
ORDER BY endpoint_number, expires_at DESC NULLS FIRST, id DESC)sql"};

}  // namespace

std::string headers_id(const webhook_endpoint_row& of) {
  return of.id + "_headers";
}

result<void> put_headers(executor& in, const webhook_endpoint_row& of, const std::string& sealed) {
  if (auto gone = done(in.run(headers_remove, of.number)); !gone || sealed.empty()) return gone;
  return done(in.run(headers_add, headers_id(of), of.number, of.tenant_number, param::bytes(sealed)));
}

result<std::string> headers(executor& in, const webhook_endpoint_row& of) {
  auto r = in.run(headers_find, of.number);
  if (!r) return std::unexpected(r.error());
  return r->empty() ? std::string() : r->at(0, 0).bytes();
}

result<std::vector<webhook_key_row>> keys(executor& in, std::int64_t endpoint) {
  auto r = in.run(key_list, endpoint);
  if (!r) return std::unexpected(r.error());
  std::vector<webhook_key_row> out;
  for (std::size_t i = 0; i < r->size(); ++i) {
    out.push_back({r->at(i, 0).string(), r->at(i, 1).bytes(), r->at(i, 2).bytes(), r->at(i, 3).timestamp(),
                   r->at(i, 4).optional_timestamp()});
  }
  return out;
}

result<void> put_key(executor& in, const webhook_endpoint_row& of, const webhook_key_row& next,
                     std::int64_t overlap_s) {
  if (auto swept = done(in.run(key_sweep, of.number)); !swept) return swept;
  auto there = keys(in, of.number);
  if (!there) return std::unexpected(there.error());
  if (overlap_s > 0 && std::ssize(*there) >= most_keys)
    return fail(error_code::webhook_secret_refused, "as many keys as possible sign already: rotate without an overlap");
  if (auto ended = done(in.run(key_expire, of.number, overlap_s)); !ended) return ended;
  return done(
      in.run(key_add, next.id, of.number, of.tenant_number, param::bytes(next.sealed), param::bytes(next.public_key)));
}

result<void> remove_keys(executor& in, const webhook_endpoint_row& of) {
  return done(in.run(key_remove, of.number));
}

result<std::vector<part>> of_endpoints(executor& in, const std::vector<std::int64_t>& endpoints) {
  auto r = in.run(part_list, param::array(endpoints));
  if (!r) return std::unexpected(r.error());
  std::vector<part> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back({r->at(i, 0).int8(), r->at(i, 1).boolean(), r->at(i, 2).string(), r->at(i, 3).bytes()});
  return out;
}

}  // namespace weir::postgres::webhook_parts
