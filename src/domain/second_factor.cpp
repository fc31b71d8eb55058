#include <algorithm>

#include <weir/base/assert.hpp>
#include <weir/domain/second_factor.hpp>

namespace weir::domain {
namespace {

constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t recovery_characters = 16;
constexpr std::size_t group = 4;
constexpr std::size_t digits = 6;
constexpr std::size_t most_typed = 64;
constexpr unsigned bits_of_a_character = 5;

char read_as(char c) {
  if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  if (c == 'o') return '0';
  if (c == 'i' || c == 'l') return '1';
  return c;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::string make_recovery_code(std::string_view random) {
  WEIR_ASSERT(random.size() == recovery_code_bytes, "a recovery code has 80 bits");
  std::string out;
  unsigned held = 0, bits = 0;
  std::size_t made = 0;
  for (const char byte : random) {
    held = (held << 8) | static_cast<unsigned char>(byte);
    bits += 8;
    while (bits >= bits_of_a_character) {
      bits -= bits_of_a_character;
      if (made > 0 && made % group == 0) out += '-';
      out += alphabet[(held >> bits) & 31U];
      ++made;
    }
    held &= 31U;
  }
  return out;
}

std::optional<given_code> read_code(std::string_view typed) {
  if (typed.size() > most_typed) return std::nullopt;
  std::string kept;
  for (const char c : typed) {
    if (c == ' ' || c == '-') continue;
    kept += c;
  }
  if (kept.size() == digits && std::ranges::all_of(kept, is_digit)) return given_code{false, std::move(kept)};
  if (kept.size() != recovery_characters) return std::nullopt;
  std::ranges::transform(kept, kept.begin(), read_as);
  if (!std::ranges::all_of(kept, [](char c) { return alphabet.contains(c); })) return std::nullopt;
  return given_code{true, std::move(kept)};
}

}  // namespace weir::domain
