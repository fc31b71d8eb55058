// ID tokens: what an OpenID Connect issuer says of somebody who has signed in there (OpenID Connect Core 1.0 §2 and
// §3.1.3.7; RFC 7515, RFC 7517, RFC 7518, RFC 8725). Read with the issuer's public keys as it publishes them, a JWK
// set. Pure: the same texts and instant give the same answer.
//
// RS256 and ES256, and nothing else: never `none`, and never a MAC, for which a public key would be the secret. The
// algorithm has to be of the kind of the key that `kid` names; without a `kid` there has to be one key alone that fits.
// The signature is checked before anything of the claims is read, and everything is read strictly, as in
// access_token.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include <weir/base/time.hpp>

namespace weir::contract {

inline constexpr std::int64_t id_token_skew_s = 60;  // that two clocks may differ by
inline constexpr std::size_t most_id_token_bytes = 16 * 1024;
inline constexpr std::size_t most_key_set_bytes = 256 * 1024;
inline constexpr std::size_t most_keys = 100;
inline constexpr std::size_t most_subject_bytes = 255;  // OpenID Connect Core 1.0 §2

enum class id_token_fault : std::uint8_t {
  malformed,    // too long, not three parts, no JSON, a claim missing or of another kind, an extension (`crit`)
  algorithm,    // not one of the two, or not of the key's kind
  key_unknown,  // the set may be an old one: fetch it again
  signature,
  issuer,
  audience,  // or `azp`: made for another client
  expired,
  not_valid_yet,  // iat or nbf are to come
  nonce,
  access_token,  // at_hash is another one's
  auth_time,     // absent, or before `authenticated_since`
};
std::string_view name(id_token_fault fault);  // for logs: "key_unknown"

struct id_token_expectation {
  std::string_view issuer;  // compared byte by byte
  std::string_view client_id;
  std::string_view nonce;
  std::string_view access_token;  // that came with it; empty: none
  std::optional<timestamp> authenticated_since{};
};

struct id_claims {
  std::string subject;
  std::optional<timestamp> auth_time{};  // when the person last proved themselves to the issuer
  std::string email{};                   // as the issuer writes it; empty: it says none
  bool email_verified = false;
};

std::expected<id_claims, id_token_fault> verify_id_token(std::string_view token, std::string_view key_set,
                                                         const id_token_expectation& expected, timestamp now);

// Whether a text is a JWK set within the limits. Keys of a kind that is not known here are passed over.
bool is_key_set(std::string_view text);

}  // namespace weir::contract
