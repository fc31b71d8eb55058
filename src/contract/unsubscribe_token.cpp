#include <algorithm>

#include <weir/base/assert.hpp>
#include <weir/contract/unsubscribe_token.hpp>

namespace weir::contract {
namespace {

constexpr char version = 1;
constexpr std::size_t tag_bytes = 16;
constexpr std::size_t user_bytes = sizeof(ulid::bytes);
constexpr std::size_t most_kind = 64;

std::string tag_of(const bytes32& key, std::string_view payload) {
  const auto mac = hmac_sha256(key, payload);
  return {reinterpret_cast<const char*>(mac.data()), tag_bytes};
}

bool is_url_safe(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

}  // namespace

unsubscribe_codec::unsubscribe_codec(std::string_view claim_key) : key_(derive_key(claim_key, "unsubscribe")) {}

std::string unsubscribe_codec::token(const unsubscribe_claim& c) const {
  WEIR_ASSERT(!c.kind.empty() && c.kind.size() <= most_kind, "a kind of notification has a short name");
  std::string payload(1, version);
  payload.append(reinterpret_cast<const char*>(c.user.value.bytes.data()), user_bytes).append(c.kind);
  return std::string(prefix) + base64url(payload + tag_of(key_, payload));
}

std::optional<unsubscribe_claim> unsubscribe_codec::read(std::string_view token) const {
  if (!looks_like_one(token)) return std::nullopt;
  const auto bytes = from_base64url(token.substr(prefix.size()));
  if (!bytes || bytes->size() <= 1 + user_bytes + tag_bytes) return std::nullopt;
  const auto payload = std::string_view(*bytes).substr(0, bytes->size() - tag_bytes);
  const auto tag = std::string_view(*bytes).substr(payload.size());
  if (!equal_in_constant_time(tag, tag_of(key_, payload)) || payload.front() != version) return std::nullopt;
  unsubscribe_claim out;
  std::copy_n(payload.begin() + 1, user_bytes, out.user.value.bytes.begin());
  out.kind = payload.substr(1 + user_bytes);
  return out;
}

bool unsubscribe_codec::looks_like_one(std::string_view token) {
  return token.size() > prefix.size() && token.size() <= most_bytes && token.starts_with(prefix) &&
         std::ranges::all_of(token, is_url_safe);
}

}  // namespace weir::contract
