// What somebody types as second factor: the six digits of an app, or a recovery code. Recovery codes have 80 random
// bits in Crockford's base 32, in four groups: "7k3m-x9qp-0r2t-vw5h". With so many bits a fast keyed hash keeps them:
// there is nothing to guess that a slow one would slow down, and one attempt is compared with all of a person's codes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weir::domain {

inline constexpr std::size_t recovery_code_count = 10;
inline constexpr std::size_t recovery_code_bytes = 10;  // random ones

// An mfa_token is worth so many codes; then the password is asked for again.
inline constexpr std::int32_t most_codes_per_token = 5;
inline constexpr std::int64_t mfa_token_s = 300;
inline constexpr std::int64_t device_trust_s = std::int64_t{30} * 24 * 3600;
inline constexpr std::int64_t step_up_s = 600;  // how long everything given stands for the person

// `random`: recovery_code_bytes of them.
std::string make_recovery_code(std::string_view random);

struct given_code {
  bool recovery = false;
  std::string text;  // six digits, or 16 characters of Crockford's alphabet in lower case
};
// Blanks and dashes are nothing, letters of either case, o is 0, i and l are 1. Nothing when it is neither.
std::optional<given_code> read_code(std::string_view typed);

}  // namespace weir::domain
