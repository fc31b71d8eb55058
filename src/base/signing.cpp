#include <sodium.h>

#include <weir/base/signing.hpp>

namespace weir {
namespace {

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

struct key_pair {
  bytes32 open{};
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret{};
  ~key_pair() { sodium_memzero(secret.data(), secret.size()); }
};

key_pair pair_of(const bytes32& seed) {
  static_assert(crypto_sign_SEEDBYTES == 32 && crypto_sign_PUBLICKEYBYTES == 32 && crypto_sign_BYTES == 64);
  key_pair out;
  crypto_sign_seed_keypair(out.open.data(), out.secret.data(), seed.data());
  return out;
}

}  // namespace

bytes32 signing_public_key(const bytes32& seed) {
  return pair_of(seed).open;
}

bytes64 sign(const bytes32& seed, std::string_view bytes) {
  const auto pair = pair_of(seed);
  bytes64 out;
  crypto_sign_detached(out.data(), nullptr, raw(bytes), bytes.size(), pair.secret.data());
  return out;
}

bool signature_fits(const bytes32& public_key, std::string_view bytes, const bytes64& signature) {
  return crypto_sign_verify_detached(signature.data(), raw(bytes), bytes.size(), public_key.data()) == 0;
}

}  // namespace weir
