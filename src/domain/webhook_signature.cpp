#include <algorithm>

#include <weir/base/assert.hpp>
#include <weir/base/crypto.hpp>
#include <weir/domain/webhook_signature.hpp>

namespace weir::domain {
namespace {

bool is_long_enough(std::string_view bytes) {
  return bytes.size() >= webhook_secret::least_bytes && bytes.size() <= webhook_secret::most_bytes;
}

template<std::size_t N>
std::string text_of(const std::array<std::uint8_t, N>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

result<webhook_secret> webhook_secret::parse(std::string_view text) {
  if (!text.starts_with(prefix)) return fail(error_code::webhook_secret_refused, "A secret begins with whsec_.");
  auto bytes = from_base64(text.substr(prefix.size()));
  if (!bytes) return fail(error_code::webhook_secret_refused, "What follows whsec_ is base64 with its padding.");
  if (!is_long_enough(*bytes)) return fail(error_code::webhook_secret_refused, "A secret has 24 to 64 bytes.");
  return webhook_secret(std::move(*bytes));
}

webhook_secret webhook_secret::of_bytes(std::string bytes) {
  WEIR_ASSERT(is_long_enough(bytes), "a webhook's secret has 24 to 64 bytes");
  return webhook_secret(std::move(bytes));
}

std::string webhook_secret::text() const {
  return std::string(prefix) + base64(bytes_);
}

std::optional<webhook_key> webhook_key::of_bytes(std::string_view seed) {
  bytes32 out{};
  if (seed.size() != out.size()) return std::nullopt;
  std::ranges::copy(seed, reinterpret_cast<char*>(out.data()));
  return webhook_key(out);
}

std::string webhook_key::bytes() const {
  return text_of(seed_);
}

std::string webhook_key::public_bytes() const {
  return text_of(signing_public_key(seed_));
}

std::string webhook_public_key_text(std::string_view public_bytes) {
  return std::string(webhook_key::public_prefix) + base64(public_bytes);
}

std::string webhook_signatures(std::span<const webhook_secret> secrets, std::string_view id, std::int64_t attempt_s,
                               std::string_view body, std::span<const webhook_key> keys) {
  WEIR_ASSERT(!secrets.empty(), "a webhook is signed");
  WEIR_ASSERT(!id.empty() && !id.contains('.'), "a dot ends the id in what is signed");
  std::string content;
  content.reserve(id.size() + 24 + body.size());
  content.append(id).append(1, '.').append(std::to_string(attempt_s)).append(1, '.').append(body);
  std::string out;
  for (const auto& secret : secrets) {
    const auto& key = secret.bytes();
    const auto tag = hmac_sha256({reinterpret_cast<const std::uint8_t*>(key.data()), key.size()}, content);
    if (!out.empty()) out += ' ';
    out.append("v1,").append(base64(text_of(tag)));
  }
  for (const auto& key : keys)
    out.append(" v1a,").append(base64(text_of(sign(key.seed(), content))));
  return out;
}

}  // namespace weir::domain
