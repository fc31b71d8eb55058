// Access tokens of people: JWT (RFC 7519) in compact form, HMAC-SHA-256 ("HS256") and nothing else, as RFC 8725 asks.
// They name a session; what it may do is asked elsewhere. The signature is checked before anything of the claims is
// read, and everything is read strictly: three parts, canonical base64url, JSON without a key twice.
//
// A ring of two keys: tokens are made with the current one and read with either, named by `kid`, so that changing
// JWT_SECRET (the old one becomes JWT_SECRET_PREVIOUS) ends nobody's session. The ring can be changed while it is used.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/base/ulid.hpp>

namespace weir::contract {

struct access_claims {
  user_id subject;         // sub
  session_id session;      // sid
  std::int64_t epoch = 0;  // of the user when it was made
  timestamp issued_at{};   // iat; all instants in whole seconds
  timestamp expires_at{};  // exp
  timestamp auth_time{};   // when the password was given
  bool operator==(const access_claims&) const = default;
};

class access_token_codec {
 public:
  static constexpr std::string_view issuer = "weir";
  static constexpr std::string_view audience = "weir-api";
  static constexpr std::int64_t skew_s = 60;  // that two clocks may differ by
  static constexpr std::size_t most_bytes = 2048;

  // Without a current secret (development) one is made that ends with the process.
  explicit access_token_codec(std::string_view current, std::string_view previous = {});

  // Another ring, for every later call. Any thread.
  void renew(std::string_view current, std::string_view previous);

  // What `kid` says of a secret.
  static std::string key_id(std::string_view secret);

  std::string sign(const access_claims& claims) const;

  // Error: unauthenticated, with the reason for logs.
  result<access_claims> verify(std::string_view token, timestamp now) const;

  // Whether a bearer credential is meant to be one, and no API key.
  static bool looks_like_one(std::string_view credential);

 private:
  struct key {
    std::string secret;
    std::string id;
  };
  using ring = std::array<key, 2>;  // current, previous; no id: none
  static std::shared_ptr<const ring> make(std::string_view current, std::string_view previous);

  std::atomic<std::shared_ptr<const ring>> keys_;
};

}  // namespace weir::contract
