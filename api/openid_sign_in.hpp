// Signing in by another service (AUTH_SERVICE_URL), without its HTTP: somebody is sent there, comes back with a code,
// and is let in as whom the service names them.
//
// One random token in the browser's cookie stands for a sign-in that was begun. State, nonce and code verifier are
// derived from it, so none of them is kept anywhere, and the address that people are sent to does not tell it. Its hash
// is a row, which ends with its first use.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <api/context.hpp>
#include <api/sign_in.hpp>

#include <weir/http/openid_provider.hpp>

namespace weir::api {

inline constexpr std::int64_t openid_sign_in_s = 600;  // from begin to finish

// Nothing without AUTH_SERVICE_URL. `clock` outlives it.
std::unique_ptr<http::openid_provider> make_openid_provider(const settings& s, clock_source& clock);

struct openid_begun {
  std::string url;    // where the browser goes
  std::string token;  // for its cookie
};
// `session`: of the caller, that is to count as stepped up; empty: somebody signs in. In the pool for sign-in services.
// Errors: openid_not_configured, the provider's, the database's.
result<openid_begun> begin_openid(const call& c, const std::string& session);

// Whether the state that came back is that of the browser's token. Otherwise somebody else's sign-in was brought here.
bool is_openid_state(const std::string& token, const std::string& state);

struct openid_return {
  std::string token;  // of the cookie
  std::string state;
  std::string code;
  std::string device_token;  // of a device that the person may trust, or empty
};
// A grant (without a refresh token when it was a step-up) or code_needed; never wrong_code, wait_first or refused. In
// the pool for sign-in services. Errors: openid_state_invalid (unknown, over, or used before), those of
// openid_provider::redeem and userinfo, openid_account_*, openid_email_unverified, openid_other_identity,
// openid_other_person, session_not_found, the database's.
result<grant_outcome> finish_openid(const call& c, const openid_return& given);

}  // namespace weir::api
