// Random UTF-8 for property tests: one in two characters is ASCII, the others are of two, three and four bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace weir::testing {

using seeds = std::vector<std::uint16_t>;

inline std::string any_text(const seeds& from) {
  std::string out;
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  for (std::uint32_t n : from) {
    std::uint32_t c = n / 8;
    if (n % 8 < 4) {
      c %= 0x80;
    } else if (n % 8 < 6) {
      c = 0x80 + c % 0x780;
    } else if (n % 8 == 6) {
      c = 0x800 + c;  // 0x800 to 0x27ff: no surrogates
    } else {
      c = 0x10000 + c * 32;
    }
    if (c < 0x80) {
      put(c);
    } else if (c < 0x800) {
      put(0xc0 | (c >> 6));
      put(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
      put(0xe0 | (c >> 12));
      put(0x80 | ((c >> 6) & 0x3f));
      put(0x80 | (c & 0x3f));
    } else {
      put(0xf0 | (c >> 18));
      put(0x80 | ((c >> 12) & 0x3f));
      put(0x80 | ((c >> 6) & 0x3f));
      put(0x80 | (c & 0x3f));
    }
  }
  return out;
}

}  // namespace weir::testing
