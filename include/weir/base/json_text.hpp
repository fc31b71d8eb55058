// What JSON's texts are made of: strings, their characters in UTF-8, their escapes' digits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace weir {

// Appends `text` in quotes, escaped. Bytes that are not valid UTF-8 become U+FFFD, so the result is always valid JSON.
void append_json_string(std::string& out, std::string_view text);

// Bytes of the well-formed UTF-8 character at the start of `text` (1 to 4), or 0 when there is none.
std::size_t utf8_character_size(std::string_view text);

bool is_utf8(std::string_view text);

// Appends one character; `code_point` is a Unicode scalar value.
void append_utf8(std::string& out, std::uint32_t code_point);

// 0 to 15 for a hexadecimal digit of either case, else -1.
int hex_value(char digit);

}  // namespace weir
