// What a new password has to be. Length is what counts (NIST SP 800-63B §5.1.1.2): no rules about kinds of characters.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>

namespace weir::domain {

inline constexpr std::size_t least_password_characters = 12;
inline constexpr std::size_t most_password_bytes = 1024;

// Everything that is wrong with it: password_weak, each with the pointer. `email` as normalize_email gave it.
std::vector<error> check_password(std::string_view password, std::string_view email, std::string_view pointer);

}  // namespace weir::domain
