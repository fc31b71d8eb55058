#include <algorithm>
#include <array>

#include <weir/base/assert.hpp>
#include <weir/domain/webhook_headers.hpp>

namespace weir::domain {
namespace {

constexpr std::size_t most_name_bytes = 64;
constexpr std::size_t most_value_bytes = 1024;
constexpr std::string_view between = ": ";

// What would change where a message goes, how it is framed or read, or what it claims to be.
constexpr std::array<std::string_view, 6> reserved_families{"webhook-", "content-", "transfer-",
                                                            "accept-",  "proxy-",   "http2-"};
constexpr std::array<std::string_view, 16> reserved{
    "host",   "connection", "keep-alive", "te",    "trailer",   "upgrade",  "expect",       "user-agent",
    "accept", "date",       "via",        "range", "forwarded", "alt-used", "max-forwards", "cookie2"};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

std::string lowered(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

bool is_token(std::string_view text) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return std::ranges::all_of(text, [&](char c) {
    const char l = lower(c);
    return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') || marks.contains(c);
  });
}

}  // namespace

bool is_webhook_header_name(std::string_view name) {
  if (name.empty() || name.size() > most_name_bytes || !is_token(name)) return false;
  const auto small = lowered(name);
  return std::ranges::find(reserved, small) == reserved.end() &&
         std::ranges::none_of(reserved_families, [&](std::string_view family) { return small.starts_with(family); });
}

bool is_webhook_header_value(std::string_view value) {
  if (value.empty() || value.size() > most_value_bytes || value.front() == ' ' || value.back() == ' ') return false;
  return std::ranges::all_of(value, [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_same_header(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string pack_webhook_headers(const std::vector<webhook_header>& headers) {
  std::string out;
  for (const auto& [name, value] : headers) {
    WEIR_ASSERT(is_webhook_header_name(name) && is_webhook_header_value(value), "a header was looked at before");
    out.append(name).append(between).append(value).append(1, '\n');
  }
  return out;
}

std::optional<std::vector<webhook_header>> unpack_webhook_headers(std::string_view packed) {
  std::vector<webhook_header> out;
  while (!packed.empty()) {
    const auto end = packed.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const auto line = packed.substr(0, end);
    packed.remove_prefix(end + 1);
    const auto colon = line.find(between);
    if (colon == std::string_view::npos) return std::nullopt;
    webhook_header h{std::string(line.substr(0, colon)), std::string(line.substr(colon + between.size()))};
    if (!is_webhook_header_name(h.name) || !is_webhook_header_value(h.value)) return std::nullopt;
    out.push_back(std::move(h));
  }
  return out;
}

}  // namespace weir::domain
