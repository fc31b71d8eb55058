// /api/v1/api-keys: keys of machines. A key is shown once, at its creation; only its SHA-256 is kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <api/context.hpp>

#include <weir/postgres/api_keys.hpp>

namespace weir::api {

result<http::response> list_api_keys(const call& c);
result<http::response> create_api_key(const call& c);
result<http::response> rotate_api_key(const call& c);
result<http::response> revoke_api_key(const call& c);

// schemas/json/api_key.json; api_key_created.json with the secret. `tenant`: its id; nothing for a platform key.
std::string api_key_json(const postgres::api_key_row& k, const std::optional<std::string>& tenant,
                         std::string_view secret = {});
// The same in a list: with the warning that it deserves now.
std::string api_key_item(const postgres::api_key_row& k, const std::optional<std::string>& tenant, timestamp now);

// The platform key of the setting API_KEY, made with all scopes when no key of this text exists. Waits. An empty text
// does nothing.
result<void> ensure_platform_key(services& with, std::string_view api_key_text);

}  // namespace weir::api
