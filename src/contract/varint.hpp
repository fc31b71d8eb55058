// Unsigned LEB128, and texts with their length before them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weir::contract {

inline void put_varint(std::string& out, std::uint64_t n) {
  for (; n >= 0x80; n >>= 7)
    out += static_cast<char>((n & 0x7f) | 0x80);
  out += static_cast<char>(n);
}

inline void put_sized(std::string& out, std::string_view text) {
  put_varint(out, text.size());
  out += text;
}

// Takes from the front; nothing when the text ends too early, or is not in its shortest form.
inline std::optional<std::uint64_t> take_varint(std::string_view& in) {
  std::uint64_t n = 0;
  for (unsigned shift = 0; shift < 64 && !in.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(in.front());
    in.remove_prefix(1);
    if (shift == 63 && byte > 1) return std::nullopt;
    n |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return byte == 0 && shift > 0 ? std::nullopt : std::optional(n);
  }
  return std::nullopt;
}

inline std::optional<std::string_view> take_sized(std::string_view& in) {
  const auto size = take_varint(in);
  if (!size || *size > in.size()) return std::nullopt;
  const auto out = in.substr(0, *size);
  in.remove_prefix(*size);
  return out;
}

}  // namespace weir::contract
