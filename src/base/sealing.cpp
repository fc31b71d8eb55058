#include <sodium.h>

#include <weir/base/crypto.hpp>
#include <weir/base/random.hpp>
#include <weir/base/sealing.hpp>

namespace weir {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

bytes32 key_for(std::string_view secret_key, std::string_view purpose) {
  static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == 32);
  return derive_key(secret_key, "seal/" + std::string(purpose));
}

}  // namespace

std::string seal(std::string_view secret_key, std::string_view purpose, std::string_view context,
                 std::string_view plain) {
  const auto key = key_for(secret_key, purpose);
  auto out = random_bytes(nonce_bytes);
  out.resize(nonce_bytes + plain.size() + tag_bytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(reinterpret_cast<unsigned char*>(out.data()) + nonce_bytes, nullptr,
                                             raw(plain), plain.size(), raw(context), context.size(), nullptr, raw(out),
                                             key.data());
  return out;
}

std::optional<std::string> unseal(std::string_view secret_key, std::string_view purpose, std::string_view context,
                                  std::string_view sealed) {
  if (sealed.size() < nonce_bytes + tag_bytes) return std::nullopt;
  const auto key = key_for(secret_key, purpose);
  std::string out(sealed.size() - nonce_bytes - tag_bytes, '\0');
  const auto body = sealed.substr(nonce_bytes);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(out.data()), nullptr, nullptr,
                                                 raw(body), body.size(), raw(context), context.size(), raw(sealed),
                                                 key.data()) != 0) {
    return std::nullopt;
  }
  return out;
}

}  // namespace weir
