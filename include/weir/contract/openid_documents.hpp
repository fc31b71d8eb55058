// What an OpenID Connect issuer answers, as bytes → values. Pure; the limits of sizes are the caller's reading.
#pragma once

#include <string>
#include <string_view>

#include <weir/base/error.hpp>

namespace weir::contract {

// OpenID Connect Discovery 1.0 §3. Endpoints are https, or http where the issuer is.
struct openid_configuration {
  std::string authorization_endpoint;  // may hold a query
  std::string token_endpoint;
  std::string jwks_uri;
  std::string userinfo_endpoint;  // empty: there is none
};
// Error: openid_provider_unfit, also when it names another issuer than `issuer` (§4.3).
result<openid_configuration> read_openid_configuration(std::string_view text, std::string_view issuer);

// OpenID Connect Core 1.0 §3.1.3.3.
struct openid_tokens {
  std::string id_token;
  std::string access_token;
};
// Error: openid_provider_unfit.
result<openid_tokens> read_openid_tokens(std::string_view text);

// RFC 6749 §5.2: "invalid_grant". Empty when it is no such answer.
std::string read_oauth_error(std::string_view text);

// §5.3.2, in JSON.
struct openid_userinfo {
  std::string subject;
  std::string email;
  bool email_verified = false;
};
// Error: openid_provider_unfit.
result<openid_userinfo> read_openid_userinfo(std::string_view text);

}  // namespace weir::contract
