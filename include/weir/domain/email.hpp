// Addresses that people sign in with.
#pragma once

#include <string>
#include <string_view>

#include <weir/base/error.hpp>

namespace weir::domain {

// Less than this many characters.
inline constexpr std::size_t email_limit = 255;

// The one spelling of an address: RFC 5321's dot-string @ host name, in ASCII, letters folded to lower case, so that
// two spellings never are two accounts. Quoted local parts, comments, address literals and characters beyond ASCII are
// refused: a domain of other letters has an ASCII form (xn--…), and look-alikes of an address are nobody's gain.
// Error: email_invalid.
result<std::string> normalize_email(std::string_view text);

}  // namespace weir::domain
