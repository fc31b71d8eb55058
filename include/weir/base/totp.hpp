// Time-based codes of authenticator apps: RFC 6238 with SHA-1, six digits and steps of 30 s, which is what every app
// reads; by liboath.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <weir/base/time.hpp>

namespace weir {

inline constexpr std::int64_t totp_step_s = 30;
inline constexpr std::size_t totp_digits = 6;
inline constexpr std::size_t totp_secret_bytes = 20;  // RFC 4226 §4 recommends them

std::int64_t totp_step(timestamp now);

// The six digits of a step.
std::string totp_code(std::string_view secret, std::int64_t step);

// The step whose code this is: that of `now`, or one before or after it, for clocks that differ. Only a step later than
// `after` counts (RFC 6238 §5.2: a code is good once). Takes the same time whichever it is.
std::optional<std::int64_t> totp_match(std::string_view secret, std::string_view code, timestamp now,
                                       std::int64_t after);

// Base 32 (RFC 4648 §6) without padding, as apps take it from a keyboard.
std::string totp_secret_text(std::string_view secret);

// otpauth://totp/… (github.com/google/google-authenticator/wiki/Key-Uri-Format): what a QR code shows. `issuer` and
// `account` are any text.
std::string totp_uri(std::string_view issuer, std::string_view account, std::string_view secret);

}  // namespace weir
