#include <algorithm>

#include <api/browser.hpp>

#include <weir/base/text.hpp>

namespace weir::api {
namespace {

// "https://weir.example:8443" → "weir.example:8443"
std::string_view authority_of(std::string_view origin) {
  const auto scheme = origin.find("://");
  return scheme == std::string_view::npos ? std::string_view() : origin.substr(scheme + 3);
}

bool same_letters(std::string_view a, std::string_view b) {
  const auto folded = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  return std::ranges::equal(a, b, {}, folded, folded);
}

std::string cookie_with(std::string_view name, std::string_view token, std::int64_t seconds) {
  std::string out(name);
  out += '=';
  out += token;
  out += "; Path=/; Max-Age=" + std::to_string(token.empty() ? 0 : seconds) + "; Secure; HttpOnly; SameSite=Strict";
  return out;
}

}  // namespace

std::optional<std::string_view> cookie(const http::request& request, std::string_view name) {
  for (auto line : request.headers("Cookie")) {
    while (!line.empty()) {
      const auto end = std::min(line.find(';'), line.size());
      const auto pair = trimmed(line.substr(0, end), header_blanks);
      line.remove_prefix(std::min(end + 1, line.size()));
      if (pair.size() > name.size() + 1 && pair.starts_with(name) && pair[name.size()] == '=')
        return pair.substr(name.size() + 1);
    }
  }
  return std::nullopt;
}

std::string refresh_cookie_with(std::string_view token, std::int64_t seconds) {
  return cookie_with(refresh_cookie, token, seconds);
}

std::string device_cookie_with(std::string_view token, std::int64_t seconds) {
  return cookie_with(device_cookie, token, seconds);
}

std::string openid_cookie_with(std::string_view token, std::int64_t seconds) {
  return cookie_with(openid_cookie, token, seconds);
}

bool comes_from_elsewhere(const http::request& request) {
  if (auto site = request.header("Sec-Fetch-Site")) return *site != "same-origin";
  auto origin = request.header("Origin");
  if (!origin) return false;
  auto host = request.header("Host");
  return !host || !same_letters(authority_of(*origin), *host);
}

}  // namespace weir::api
