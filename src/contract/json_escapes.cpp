#include <algorithm>

#include <src/contract/json_escapes.hpp>

#include <weir/base/json_text.hpp>

namespace weir::contract {
namespace {

// Four hexadecimal digits at `at`, or -1.
int hex4(std::string_view text, std::size_t at) {
  if (text.size() < at + 4) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const int digit = hex_value(text[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

escape_outcome take_unicode_escape(std::string_view content, std::size_t& at, std::uint32_t& character) {
  const int unit = hex4(content, at + 2);
  if (unit < 0) return escape_outcome::malformed;
  character = static_cast<std::uint32_t>(unit);
  if (unit < 0xd800 || unit > 0xdfff) {
    at += 6;
    return escape_outcome::good;
  }
  const bool paired = unit < 0xdc00 && content.substr(at + 6, 2) == "\\u";
  const int low = paired ? hex4(content, at + 8) : -1;
  if (low < 0xdc00 || low > 0xdfff) return escape_outcome::half_surrogate_pair;
  character = 0x10000 + ((character - 0xd800) << 10) + (static_cast<std::uint32_t>(low) - 0xdc00);
  at += 12;
  return escape_outcome::good;
}

}  // namespace

escape_outcome take_escape(std::string_view content, std::size_t& at, std::uint32_t& character) {
  constexpr std::string_view letters = "\"\\/bfnrt";
  constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
  const char c = content[at + 1];
  if (c == 'u') return take_unicode_escape(content, at, character);
  const auto which = letters.find(c);
  if (which == std::string_view::npos) return escape_outcome::malformed;
  character = static_cast<std::uint32_t>(meant[which]);
  at += 2;
  return escape_outcome::good;
}

bool append_unescaped(std::string& out, std::string_view content) {
  for (std::size_t at = 0; at < content.size();) {
    const auto backslash = std::min(content.find('\\', at), content.size());
    out.append(content, at, backslash - at);
    at = backslash;
    if (at == content.size()) break;
    std::uint32_t character = 0;
    if (take_escape(content, at, character) != escape_outcome::good) return false;
    append_utf8(out, character);
  }
  return true;
}

}  // namespace weir::contract
