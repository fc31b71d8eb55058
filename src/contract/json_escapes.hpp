// What stands between the quotes of a JSON string (RFC 8259 §7).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace weir::contract {

enum class escape_outcome : std::uint8_t { good, malformed, half_surrogate_pair };

// Reads the escape whose backslash stands at `at`, which moves behind it when it is good; a surrogate pair is one.
// `content` comes from a checked string, so it does not end within a backslash and its character.
escape_outcome take_escape(std::string_view content, std::size_t& at, std::uint32_t& character);

// Appends the text that `content` means. False: an escape is not good; `out` then holds a part.
bool append_unescaped(std::string& out, std::string_view content);

}  // namespace weir::contract
