#include <algorithm>
#include <cstdint>

#include <src/contract/json_escapes.hpp>

#include <weir/base/json_text.hpp>

namespace weir::contract {
namespace {

// The character of \uXXXX, whose X stand at `at`, which moves behind it.
bool append_character(std::string& out, std::string_view content, std::size_t& at) {
  const auto unit = json_hex4(content, at);
  if (unit < 0) return false;
  at += 4;
  if (unit < 0xd800 || unit > 0xdfff) {
    append_utf8(out, static_cast<std::uint32_t>(unit));
    return true;
  }
  const bool paired = unit < 0xdc00 && content.substr(at, 2) == "\\u";
  const auto low = paired ? json_hex4(content, at + 2) : -1;
  if (low < 0xdc00 || low > 0xdfff) return false;
  at += 6;
  append_utf8(
      out, 0x10000 + ((static_cast<std::uint32_t>(unit) - 0xd800) << 10) + (static_cast<std::uint32_t>(low) - 0xdc00));
  return true;
}

}  // namespace

int json_hex4(std::string_view text, std::size_t at) {
  if (text.size() < at + 4) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const int digit = hex_value(text[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

bool append_unescaped(std::string& out, std::string_view content) {
  for (std::size_t at = 0; at < content.size();) {
    const auto backslash = std::min(content.find('\\', at), content.size());
    out.append(content, at, backslash - at);
    at = backslash;
    if (at == content.size()) return true;
    const char c = content[at + 1];
    at += 2;
    switch (c) {
      case '"':
      case '\\':
      case '/':
        out += c;
        break;
      case 'b':
        out += '\b';
        break;
      case 'f':
        out += '\f';
        break;
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      case 't':
        out += '\t';
        break;
      case 'u':
        if (!append_character(out, content, at)) return false;
        break;
      default:
        return false;
    }
  }
  return true;
}

}  // namespace weir::contract
