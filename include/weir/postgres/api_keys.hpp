// Keys of machines. Only the SHA-256 of a key is stored; the key itself is shown once, by whoever made it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/postgres/tenants.hpp>

namespace weir::postgres {

struct api_key_row {
  std::string id;
  std::optional<std::int32_t> tenant_number{};  // absent: the platform's own
  std::string name;
  std::string hint;
  std::vector<std::string> scopes;  // of ingest, query, manage
  timestamp created_at{};
  std::optional<timestamp> expires_at{};  // by its own end and its tenant's policy
  std::optional<timestamp> revoked_at{};
  std::optional<timestamp> last_used_at{};
  std::vector<std::string> allowed_cidrs{};  // none: from anywhere
  std::optional<std::string> replaced_by{};  // the key of a rotation
};

namespace api_keys {

struct new_api_key {
  std::string id;
  std::optional<std::int32_t> tenant_number{};
  std::string name;
  std::string hint;
  std::string secret_hash;  // 32 bytes
  std::vector<std::string> scopes;
  std::optional<timestamp> expires_at{};
  std::vector<std::string> allowed_cidrs{};
};
result<api_key_row> create(executor& in, const new_api_key& k);

// create, unless a key with this hash exists: the first platform key of the settings.
result<bool> ensure(executor& in, const new_api_key& k);

struct credential {
  api_key_row key;
  bool usable = false;  // neither revoked nor expired, by the database's clock
  std::optional<tenant_row> tenant{};
};
// Under role::login. Nothing when no key has this hash.
result<std::optional<credential>> find(executor& in, std::string_view secret_hash);

// What the transaction may see, by id, after `after` (empty: from the first); revoked ones too.
result<std::vector<api_key_row>> list(executor& in, const std::string& after, std::int32_t limit);

// Held until the transaction ends. Errors: api_key_not_found; api_key_not_active when it is revoked, over or replaced.
result<api_key_row> lock_active(executor& in, const std::string& id);

// It goes on for so long at most, beside the one that replaces it.
result<api_key_row> replace(executor& in, const std::string& id, const std::string& by, std::int64_t overlap_seconds);

// Error: api_key_not_found. Revoking again changes nothing.
result<api_key_row> revoke(executor& in, const std::string& id);

// Under role::login, in bulk and now and then: the time is of interest to the minute only.
result<void> touch(executor& in, std::span<const std::string> ids);

}  // namespace api_keys
}  // namespace weir::postgres
