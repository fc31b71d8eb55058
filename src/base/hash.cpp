// Compiled into this file: most hashed texts are short, and for those the call of the shared library is half of the
// cost.
#define XXH_INLINE_ALL
#include <sodium.h>
#include <xxhash.h>

#include <weir/base/hash.hpp>

namespace weir {

std::uint64_t hash64(std::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}
std::uint64_t hash64(std::span<const std::uint8_t> bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

keyed_hash::keyed_hash(const key_type& key) {
  // Three 64-byte BLAKE2b outputs under the key: XXH3 wants a secret of at least 136 well-mixed bytes.
  for (std::uint8_t block = 0; block < 3; ++block) {
    crypto_generichash(secret_.data() + 64 * block, 64, &block, 1, key.data(), key.size());
  }
}

hash128 keyed_hash::operator()(std::string_view bytes) const {
  const auto hash = XXH3_128bits_withSecret(bytes.data(), bytes.size(), secret_.data(), secret_.size());
  return {hash.high64, hash.low64};
}

}  // namespace weir
