// What stands between the quotes of a JSON string (RFC 8259 §7).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace weir::contract {

// Four hexadecimal digits at `at`, or -1.
int json_hex4(std::string_view text, std::size_t at);

// Appends the text that `content` means. False: an escape is none, or half a surrogate pair; `out` then holds a part.
// `content` comes from a checked string, so it does not end within a backslash and its character.
bool append_unescaped(std::string& out, std::string_view content);

}  // namespace weir::contract
