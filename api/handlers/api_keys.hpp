// /api/v1/api-keys: keys of machines. A key is shown once, at its creation; only its SHA-256 is kept.
#pragma once

#include <string_view>

#include <api/context.hpp>

namespace weir::api {

result<http::response> list_api_keys(const call& c);
result<http::response> create_api_key(const call& c);
result<http::response> revoke_api_key(const call& c);

// The platform key of the setting API_KEY, made with all scopes when no key of this text exists. Waits. An empty text
// does nothing.
result<void> ensure_platform_key(services& with, std::string_view api_key_text);

}  // namespace weir::api
