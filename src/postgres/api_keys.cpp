#include <src/postgres/columns.hpp>

#include <weir/postgres/api_keys.hpp>

#define WEIR_KEY_COLUMNS                                                                                              \
  "k.id, k.tenant_number, k.name, k.hint, k.scopes, k.created_at, api_key_ends_at(k), k.revoked_at, k.last_used_at, " \
  "k.allowed_cidrs, k.replaced_by"

namespace weir::postgres::api_keys {
namespace {

constexpr std::size_t key_columns = 11;

const statement key_create{"api_keys.create", R"sql(
INSERT INTO api_keys AS k (id, tenant_number, name, hint, secret_hash, scopes, expires_at, allowed_cidrs)
VALUES ($1, $2, $3, $4, $5, $6::text[], $7, $8::text[]) ON CONFLICT (secret_hash) DO NOTHING RETURNING )sql" WEIR_KEY_COLUMNS};

const statement key_find{"api_keys.find", "SELECT " WEIR_KEY_COLUMNS R"sql(,
  k.revoked_at IS NULL AND coalesce(api_key_ends_at(k) > clock_timestamp(), true),
  )sql" WEIR_TENANT_COLUMNS R"sql(
FROM api_keys AS k LEFT JOIN tenants AS t ON t.number = k.tenant_number WHERE k.secret_hash = $1)sql"};

const statement key_list{"api_keys.list", "SELECT " WEIR_KEY_COLUMNS R"sql(
FROM api_keys AS k WHERE k.id > $1 ORDER BY k.id LIMIT $2)sql"};

const statement key_lock{"api_keys.lock", "SELECT " WEIR_KEY_COLUMNS R"sql(,
  k.revoked_at IS NULL AND k.replaced_by IS NULL AND coalesce(api_key_ends_at(k) > clock_timestamp(), true)
FROM api_keys AS k WHERE k.id = $1 FOR UPDATE)sql"};

const statement key_replace{"api_keys.replace", R"sql(
UPDATE api_keys AS k SET replaced_by = $2,
  expires_at = least(k.expires_at, clock_timestamp() + $3::bigint * interval '1 second')
WHERE k.id = $1 RETURNING )sql" WEIR_KEY_COLUMNS};

const statement key_revoke{"api_keys.revoke", R"sql(
UPDATE api_keys AS k SET revoked_at = coalesce(k.revoked_at, clock_timestamp()) WHERE k.id = $1
RETURNING )sql" WEIR_KEY_COLUMNS};

const statement key_touch{"api_keys.touch", R"sql(
UPDATE api_keys SET last_used_at = clock_timestamp() WHERE id = ANY ($1::text[]))sql"};

api_key_row read(const rows& r, std::size_t i) {
  return {r.at(i, 0).string(),
          r.at(i, 1).optional_int4(),
          r.at(i, 2).string(),
          r.at(i, 3).string(),
          r.at(i, 4).text_array(),
          r.at(i, 5).timestamp(),
          r.at(i, 6).optional_timestamp(),
          r.at(i, 7).optional_timestamp(),
          r.at(i, 8).optional_timestamp(),
          r.at(i, 9).text_array(),
          r.at(i, 10).optional_string()};
}

result<rows> insert(executor& in, const new_api_key& k) {
  return in.run(key_create, k.id, k.tenant_number, k.name, k.hint, param::bytes(k.secret_hash), param::array(k.scopes),
                k.expires_at, param::array(k.allowed_cidrs));
}

}  // namespace

result<api_key_row> create(executor& in, const new_api_key& k) {
  auto r = insert(in, k);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::database_constraint, "a key with this secret exists");
  return read(*r, 0);
}

result<bool> ensure(executor& in, const new_api_key& k) {
  auto r = insert(in, k);
  if (!r) return std::unexpected(r.error());
  return !r->empty();
}

result<std::optional<credential>> find(executor& in, std::string_view secret_hash) {
  auto r = in.run(key_find, param::bytes(secret_hash));
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return std::nullopt;
  credential c{read(*r, 0), r->at(0, key_columns).boolean(), std::nullopt};
  if (!r->at(0, key_columns + 1).is_null()) c.tenant = tenants::read(*r, 0, key_columns + 1);
  return c;
}

result<std::vector<api_key_row>> list(executor& in, const std::string& after, std::int32_t limit) {
  auto r = in.run(key_list, after, limit);
  if (!r) return std::unexpected(r.error());
  std::vector<api_key_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<api_key_row> lock_active(executor& in, const std::string& id) {
  auto r = in.run(key_lock, id);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::api_key_not_found);
  if (!r->at(0, key_columns).boolean()) return fail(error_code::api_key_not_active);
  return read(*r, 0);
}

result<api_key_row> replace(executor& in, const std::string& id, const std::string& by, std::int64_t overlap_seconds) {
  auto r = in.run(key_replace, id, by, overlap_seconds);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::api_key_not_found);
  return read(*r, 0);
}

result<api_key_row> revoke(executor& in, const std::string& id) {
  auto r = in.run(key_revoke, id);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::api_key_not_found);
  return read(*r, 0);
}

result<void> touch(executor& in, std::span<const std::string> ids) {
  auto r = in.run(key_touch, param::array(ids));
  if (!r) return std::unexpected(r.error());
  return {};
}

}  // namespace weir::postgres::api_keys
