// SHA-256, message authentication and the text forms of bytes. Nothing here reads a clock or randomness.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace weir {

using bytes32 = std::array<std::uint8_t, 32>;
using bytes16 = std::array<std::uint8_t, 16>;

bytes32 sha256(std::string_view bytes);
std::string sha256_bytes(std::string_view bytes);  // the same as 32 bytes of a text: what is kept of a secret

// SHA-256 of what comes piece by piece.
class sha256_stream {
 public:
  sha256_stream();
  void add(std::string_view bytes);
  bytes32 finish();  // once, at the end

 private:
  alignas(16) std::array<std::uint8_t, 128> state_{};
};

bytes32 hmac_sha256(std::span<const std::uint8_t> key, std::string_view bytes);

// A key of its own for each purpose ("receipt", "cursor"), so that no token of one kind passes for another:
// HMAC-SHA-256(secret, "weir/" + purpose).
bytes32 derive_key(std::string_view secret, std::string_view purpose);

// SipHash-2-4: authenticates short texts in some tens of nanoseconds. 64 bits are enough where a forged tag gains
// little.
std::uint64_t short_mac(const bytes16& key, std::string_view bytes);

bool equal_in_constant_time(std::string_view a, std::string_view b);  // time depends on the sizes only

// RFC 4648 §5, without padding. Decoding refuses padding, other characters and bits that stand over.
std::string base64url(std::string_view bytes);
void append_base64url(std::string& out, std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

// RFC 4648 §4, with padding. Decoding refuses what is not padded, other characters and bits that stand over.
std::string base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);

std::string hex(std::span<const std::uint8_t> bytes);        // lower case
std::optional<std::string> from_hex(std::string_view text);  // lower case only, an even number of digits

}  // namespace weir
