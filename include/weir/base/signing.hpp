// Ed25519 (RFC 8032), on libsodium. A key is its 32-byte seed; nothing here reads a clock or randomness.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include <weir/base/crypto.hpp>

namespace weir {

using bytes64 = std::array<std::uint8_t, 64>;

bytes32 signing_public_key(const bytes32& seed);
bytes64 sign(const bytes32& seed, std::string_view bytes);
bool signature_fits(const bytes32& public_key, std::string_view bytes, const bytes64& signature);

}  // namespace weir
