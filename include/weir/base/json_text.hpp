// The one piece of JSON that base needs: a text as a JSON string.
#pragma once

#include <string>
#include <string_view>

namespace weir {

// Appends `text` in quotes, escaped. Bytes that are not valid UTF-8 become U+FFFD, so the result is always valid JSON.
void append_json_string(std::string& out, std::string_view text);

// Bytes of the well-formed UTF-8 character at the start of `text` (1 to 4), or 0 when there is none.
std::size_t utf8_character_size(std::string_view text);

bool is_utf8(std::string_view text);

}  // namespace weir
