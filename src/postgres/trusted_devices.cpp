#include <weir/postgres/second_factors.hpp>

#define WEIR_DEVICE_COLUMNS \
  "d.id, d.user_id, d.name, d.user_agent, d.address, d.created_at, d.last_used_at, d.expires_at"

namespace weir::postgres::trusted_devices {
namespace {

const statement device_create{"trusted_devices.create", R"sql(
INSERT INTO trusted_devices AS d (id, user_id, token_hash, name, user_agent, address, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() + $7::bigint * interval '1 second')
RETURNING )sql" WEIR_DEVICE_COLUMNS};

const statement device_use{"trusted_devices.use", R"sql(
UPDATE trusted_devices SET last_used_at = clock_timestamp()
WHERE token_hash = $2 AND user_id = $1 AND revoked_at IS NULL AND expires_at > clock_timestamp())sql"};

const statement device_list{"trusted_devices.list", "SELECT " WEIR_DEVICE_COLUMNS R"sql(
FROM trusted_devices AS d WHERE d.user_id = $1 AND d.revoked_at IS NULL AND d.expires_at > clock_timestamp()
ORDER BY d.id DESC LIMIT 100)sql"};

const statement device_revoke{"trusted_devices.revoke", R"sql(
UPDATE trusted_devices AS d SET revoked_at = clock_timestamp()
WHERE d.id = $2 AND d.user_id = $1 AND d.revoked_at IS NULL AND d.expires_at > clock_timestamp()
RETURNING )sql" WEIR_DEVICE_COLUMNS};

const statement device_revoke_all{"trusted_devices.revoke_all", R"sql(
UPDATE trusted_devices AS d SET revoked_at = clock_timestamp()
WHERE d.user_id = $1 AND d.revoked_at IS NULL AND d.expires_at > clock_timestamp() RETURNING d.id)sql"};

device_row read(const rows& r, std::size_t i) {
  return {r.at(i, 0).string(), r.at(i, 1).string(),    r.at(i, 2).string(),    r.at(i, 3).string(),
          r.at(i, 4).string(), r.at(i, 5).timestamp(), r.at(i, 6).timestamp(), r.at(i, 7).timestamp()};
}

}  // namespace

result<device_row> create(executor& in, const new_device& d) {
  auto r =
      in.run(device_create, d.id, d.user_id, param::bytes(d.token_hash), d.name, d.user_agent, d.address, d.seconds);
  if (!r) return std::unexpected(r.error());
  return read(*r, 0);
}

result<bool> use(executor& in, const std::string& user, const std::string& token_hash) {
  auto r = in.run(device_use, user, param::bytes(token_hash));
  if (!r) return std::unexpected(r.error());
  return r->affected() == 1;
}

result<std::vector<device_row>> list(executor& in, const std::string& user) {
  auto r = in.run(device_list, user);
  if (!r) return std::unexpected(r.error());
  std::vector<device_row> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(read(*r, i));
  return out;
}

result<device_row> revoke(executor& in, const std::string& user, const std::string& id) {
  auto r = in.run(device_revoke, user, id);
  if (!r) return std::unexpected(r.error());
  if (r->empty()) return fail(error_code::device_not_found);
  return read(*r, 0);
}

result<std::vector<std::string>> revoke_all(executor& in, const std::string& user) {
  auto r = in.run(device_revoke_all, user);
  if (!r) return std::unexpected(r.error());
  std::vector<std::string> out;
  for (std::size_t i = 0; i < r->size(); ++i)
    out.push_back(r->at(i, 0).string());
  return out;
}

}  // namespace weir::postgres::trusted_devices
