// Rows of `webhook_sealed_parts`: what deliveries of a webhook endpoint carry beside the signatures of its secrets: its
// own headers, and signatures of its Ed25519 keys. Everything sealed (sealed_secrets.hpp), for the row's id.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/postgres/webhook_endpoints.hpp>

namespace weir::postgres {

struct webhook_key_row {
  std::string id;
  std::string sealed;
  std::string public_key;  // 32 bytes
  timestamp created_at{};
  std::optional<timestamp> expires_at{};  // nothing: the current one
};

namespace webhook_parts {

inline constexpr std::int32_t most_keys = 3;

// What the headers of an endpoint are sealed for.
std::string headers_id(const webhook_endpoint_row& of);

// After lock(), or of a new endpoint: in place of those that it has. Empty: none any more.
result<void> put_headers(executor& in, const webhook_endpoint_row& of, const std::string& sealed);
// Empty: there are none.
result<std::string> headers(executor& in, const webhook_endpoint_row& of);

// The newest first; those that are over are left out.
result<std::vector<webhook_key_row>> keys(executor& in, std::int64_t endpoint);
// After lock(), or of a new endpoint: the current key signs beside the next one for `overlap_s`, 0: no more.
// Error: webhook_secret_refused, when as many as possible sign already.
result<void> put_key(executor& in, const webhook_endpoint_row& of, const webhook_key_row& next, std::int64_t overlap_s);
// After lock(): none signs any more.
result<void> remove_keys(executor& in, const webhook_endpoint_row& of);

struct part {
  std::int64_t endpoint_number = 0;
  bool is_key = false;  // else headers
  std::string id;
  std::string sealed;
};
// Of these endpoints, keys the newest first. Under role::worker.
result<std::vector<part>> of_endpoints(executor& in, const std::vector<std::int64_t>& endpoints);

}  // namespace webhook_parts
}  // namespace weir::postgres
