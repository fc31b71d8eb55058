#include <weir/base/assert.hpp>
#include <weir/base/crypto.hpp>
#include <weir/domain/webhook_signature.hpp>

namespace weir::domain {
namespace {

bool is_long_enough(std::string_view bytes) {
  return bytes.size() >= webhook_secret::least_bytes && bytes.size() <= webhook_secret::most_bytes;
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

std::string webhook_signatures(std::span<const webhook_secret> secrets, std::string_view id, std::int64_t attempt_s,
                               std::string_view body) {
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
    out.append("v1,").append(base64({reinterpret_cast<const char*>(tag.data()), tag.size()}));
  }
  return out;
}

}  // namespace weir::domain
