// Signatures of others, checked with their public keys (OpenSSL). Numbers are unsigned and big-endian, as JWKs have
// them (RFC 7518 §6.2, §6.3). Whatever is no key, or no signature, fits nothing. Any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace weir {

// RSASSA-PKCS1-v1_5 with SHA-256: RS256 of RFC 7518 §3.3. Moduli of 2,048 to 8,192 bits; exponents that are odd, more
// than 1, and of at most 64 bits: larger ones cost time and are nobody's.
bool rsa_signature_fits(std::string_view modulus, std::string_view exponent, std::string_view bytes,
                        std::string_view signature);

// ECDSA on P-256 with SHA-256: ES256 of RFC 7518 §3.4. Coordinates of 32 bytes each, the signature r and s.
inline constexpr std::size_t p256_bytes = 32;
bool p256_signature_fits(std::string_view x, std::string_view y, std::string_view bytes, std::string_view signature);

}  // namespace weir
