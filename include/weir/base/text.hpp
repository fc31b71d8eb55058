// Texts of protocols: blanks around them, letters whose case does not matter.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace weir {

inline constexpr std::string_view header_blanks = " \t";    // OWS of RFC 9110 §5.6.3
inline constexpr std::string_view json_blanks = " \t\r\n";  // RFC 8259 §2

constexpr bool is_json_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// `text` without the blanks around it.
constexpr std::string_view trimmed(std::string_view text, std::string_view blanks) {
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  text.remove_suffix(text.size() - (text.find_last_not_of(blanks) + 1));
  return text;
}

// A to Z as a to z; everything else as it is.
constexpr char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    c = lowered(c);
  return out;
}

}  // namespace weir
