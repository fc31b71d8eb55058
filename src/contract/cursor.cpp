#include <algorithm>

#include <src/contract/varint.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/cursor.hpp>

namespace weir::contract {
namespace {

constexpr char version = 1;
constexpr std::size_t tag_bytes = 16;

std::string tag_of(const bytes32& key, std::string_view endpoint, std::string_view payload) {
  std::string text;
  put_sized(text, endpoint);
  text += payload;
  const auto mac = hmac_sha256(key, text);
  return {reinterpret_cast<const char*>(mac.data()), tag_bytes};
}

std::vector<bytes32> keys_of(std::string_view current, std::string_view previous) {
  std::vector<bytes32> out{derive_key(current, "cursor")};
  if (!previous.empty()) out.push_back(derive_key(previous, "cursor"));
  return out;
}

}  // namespace

cursor& cursor::set(std::string name, std::string value) {
  fields_.emplace_back(std::move(name), std::move(value));
  return *this;
}

std::string_view cursor::get(std::string_view name) const {
  for (const auto& [key, value] : fields_) {
    if (key == name) return value;
  }
  return {};
}

cursor_codec::cursor_codec(std::string_view app_secret_key, std::string_view previous)
    : keys_(keys_of(app_secret_key, previous)) {}

void cursor_codec::renew(std::string_view app_secret_key, std::string_view previous) {
  keys_.set(keys_of(app_secret_key, previous));
}

std::string cursor_codec::token(std::string_view endpoint, const cursor& c) const {
  std::string payload(1, version);
  for (const auto& [name, value] : c.fields_) {
    put_sized(payload, name);
    put_sized(payload, value);
  }
  auto out = base64url(payload + tag_of(keys_.get().front(), endpoint, payload));
  WEIR_ASSERT(out.size() <= most_bytes, "a cursor holds a few keys, not data");
  return out;
}

result<cursor> cursor_codec::parse(std::string_view endpoint, std::string_view token) const {
  const auto invalid = [] { return fail(error_code::cursor_invalid); };
  if (token.size() > most_bytes) return invalid();
  const auto bytes = from_base64url(token);
  if (!bytes || bytes->size() <= tag_bytes) return invalid();
  auto payload = std::string_view(*bytes).substr(0, bytes->size() - tag_bytes);
  const auto tag = std::string_view(*bytes).substr(bytes->size() - tag_bytes);
  const auto is_genuine = std::ranges::any_of(
      keys_.get(), [&](const auto& key) { return equal_in_constant_time(tag, tag_of(key, endpoint, payload)); });
  if (!is_genuine || payload.front() != version) return invalid();
  payload.remove_prefix(1);
  cursor out;
  while (!payload.empty()) {
    const auto name = take_sized(payload);
    const auto value = name ? take_sized(payload) : std::nullopt;
    if (!value) return invalid();
    out.set(std::string(*name), std::string(*value));
  }
  return out;
}

}  // namespace weir::contract
