// Secrets at rest: XChaCha20-Poly1305 (libsodium) under a key that is derived from APP_SECRET_KEY for one purpose. What
// is stored goes through secret_ring.hpp, which names the key.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace weir {

// A random nonce, then the sealed bytes. `context` (an id, say) is not kept: who opens must give the same one, so that
// one row's secret cannot be put into another's place.
std::string seal(std::string_view secret_key, std::string_view purpose, std::string_view context,
                 std::string_view plain);

// Nothing when it was sealed under another key, for another purpose or context, or was altered.
std::optional<std::string> unseal(std::string_view secret_key, std::string_view purpose, std::string_view context,
                                  std::string_view sealed);

}  // namespace weir
