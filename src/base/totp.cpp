#include <cstdlib>
#include <mutex>

#include <liboath/oath.h>

#include <weir/base/assert.hpp>
#include <weir/base/crypto.hpp>
#include <weir/base/totp.hpp>

namespace weir {
namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t steps_of_skew = 1;

void begin() {
  static std::once_flag once;
  std::call_once(once, [] { WEIR_ASSERT(oath_init() == OATH_OK, "liboath cannot begin"); });
}

// RFC 3986 §2.3: all but the unreserved is encoded.
std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

}  // namespace

std::int64_t totp_step(timestamp now) {
  return now.ns / second / totp_step_s;
}

std::string totp_code(std::string_view secret, std::int64_t step) {
  begin();
  char digits[totp_digits + 1];
  const auto done = oath_hotp_generate(secret.data(), secret.size(), static_cast<std::uint64_t>(step), totp_digits,
                                       false, OATH_HOTP_DYNAMIC_TRUNCATION, digits);
  WEIR_ASSERT(done == OATH_OK, "liboath made no code");
  return digits;
}

std::optional<std::int64_t> totp_match(std::string_view secret, std::string_view code, timestamp now,
                                       std::int64_t after) {
  std::optional<std::int64_t> found;
  for (auto step = totp_step(now) - steps_of_skew; step <= totp_step(now) + steps_of_skew; ++step) {
    const bool same = equal_in_constant_time(totp_code(secret, step), code);
    if (same && step > after) found = step;
  }
  return found;
}

std::string totp_secret_text(std::string_view secret) {
  begin();
  char* text = nullptr;
  std::size_t size = 0;
  const auto done = oath_base32_encode(secret.data(), secret.size(), &text, &size);
  WEIR_ASSERT(done == OATH_OK, "liboath made no text");
  std::string out(text, size);
  std::free(text);  // NOLINT(cppcoreguidelines-no-malloc): it is malloc's
  while (out.ends_with('='))
    out.pop_back();
  return out;
}

std::string totp_uri(std::string_view issuer, std::string_view account, std::string_view secret) {
  const auto who = percent_encoded(issuer);
  return "otpauth://totp/" + who + ':' + percent_encoded(account) + "?secret=" + totp_secret_text(secret) +
         "&issuer=" + who + "&algorithm=SHA1&digits=" + std::to_string(totp_digits) +
         "&period=" + std::to_string(totp_step_s);
}

}  // namespace weir
