// What a browser needs beyond other clients: the refresh token in a cookie that no script sees, and a look at where a
// request comes from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <weir/http/message.hpp>

namespace weir::api {

inline constexpr std::string_view refresh_cookie = "__Host-weir_refresh";
inline constexpr std::string_view device_cookie = "__Host-weir_device";
inline constexpr std::string_view openid_cookie = "__Host-weir_oidc";

// Of the first cookie with this name; nothing when there is none or it is empty.
std::optional<std::string_view> cookie(const http::request& request, std::string_view name);

// Set-Cookie: HttpOnly, Secure, SameSite=Strict, for this host alone. An empty token takes the cookie away.
std::string refresh_cookie_with(std::string_view token, std::int64_t seconds);
std::string device_cookie_with(std::string_view token, std::int64_t seconds);
std::string openid_cookie_with(std::string_view token, std::int64_t seconds);

// Fetch Metadata (w3.org/TR/fetch-metadata): whether another site's page, or another one of this site, may have caused
// the request. By Sec-Fetch-Site where the browser says it; else by an Origin that is not this host. A program that
// sends neither is no browser and brings no foreign cookie.
bool comes_from_elsewhere(const http::request& request);

}  // namespace weir::api
