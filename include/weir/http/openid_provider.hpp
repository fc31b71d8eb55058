// One OpenID Connect issuer, as the party that relies on it (OpenID Connect Core 1.0 §3.1, Discovery 1.0, RFC 7636):
// where people are sent, and who it says they are when they come back.
//
// Its configuration and keys are kept for an hour. A token that names a key which is not among them fetches the keys
// again, at most once in ten seconds: that is how an issuer changes its keys. Whoever asks while another one fetches
// waits for that answer, and a failure stands for a second, so that an issuer that is away is not asked by everybody.
//
// Calls wait for the issuer for some seconds; any thread, never an io thread.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/contract/id_token.hpp>
#include <weir/contract/openid_documents.hpp>

namespace weir::http {

struct openid_client {
  std::string issuer;  // exactly as it names itself
  std::string client_id;
  std::string client_secret;  // empty: a public client
  std::string scopes;         // separated by blanks
  std::string redirect_uri;
  std::string ca_file{};                     // that its certificate is checked against; empty: the system's
  std::chrono::milliseconds timeout{5'000};  // of one request
};

// What only this browser's sign-in knows. All are base64url of at least 128 bits.
struct openid_secrets {
  std::string state;
  std::string nonce;
  std::string verifier;  // of the code (PKCE): 43 to 128 characters
};

class openid_provider {
 public:
  // `clock` outlives it.
  openid_provider(openid_client client, clock_source& clock);
  ~openid_provider();
  openid_provider(const openid_provider&) = delete;
  openid_provider& operator=(const openid_provider&) = delete;

  const std::string& issuer() const;

  // Where a browser goes to sign in. `anew`: the issuer asks who it is even when it knows. Errors:
  // openid_provider_unavailable, openid_provider_unfit.
  result<std::string> authorization_url(const openid_secrets& secrets, bool anew);

  struct person {
    contract::id_claims claims;
    std::string access_token;  // for userinfo(); never kept, never logged
  };
  // The code that the browser brought back. `authenticated_since`: the issuer must have asked who it is since then.
  // Errors: openid_answer_refused (the code or the ID token proves nothing; the detail says why),
  // openid_not_fresh, openid_provider_unavailable, openid_provider_unfit.
  result<person> redeem(const std::string& code, const openid_secrets& secrets,
                        std::optional<timestamp> authenticated_since);

  // What the issuer says of the person beyond the ID token. Errors: openid_answer_refused (it is about somebody else),
  // openid_provider_unavailable, openid_provider_unfit.
  result<contract::openid_userinfo> userinfo(const person& of);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace weir::http
