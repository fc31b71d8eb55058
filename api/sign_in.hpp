// Signing in and staying so: what the token endpoint does, without its HTTP.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include <api/context.hpp>

#include <weir/contract/access_token.hpp>
#include <weir/domain/login_backoff.hpp>

namespace weir::api {

struct grant {
  contract::access_claims claims;
  std::string refresh_token;  // "weir_rt_…"; empty: a session that there is counts as stepped up
  std::int64_t refresh_seconds = 0;
  std::string device_token{};  // "weir_dt_…"; empty: the device was not asked to be trusted
  std::int64_t device_seconds = 0;
};
// The first proof was right, and a code is asked for.
struct code_needed {
  std::string token;  // "weir_mfa_…"
  std::int64_t seconds = 0;
};
struct refused {};     // why is nobody's business
struct wrong_code {};  // a code that is none, or was used
struct wait_first {
  std::int64_t seconds = 0;
};
using grant_outcome = std::variant<grant, refused, wait_first, code_needed, wrong_code>;

// By password. Takes as long, and answers the same, whether there is such an account, it has a password, is active, or
// the password is wrong: each counts as a failure and is verified against some hash. `email` as typed; `device_token`:
// of a device that the person may trust, or empty. In the pool for passwords. Errors: the database's.
result<grant_outcome> sign_in(const call& c, std::string_view email, std::string_view password,
                              std::string_view device_token);

// The second step, for the token of code_needed.
struct second_step {
  std::string token;
  std::string code;  // as typed
  bool trust_device = false;
  std::string device_name{};  // UTF-8 without control characters; empty: what the device calls itself
};
// refused: the token is over. Errors: the database's, mfa_secret_sealed.
result<grant_outcome> sign_in_by_code(const call& c, const second_step& given);

// By refresh token; never wait_first. Errors: the database's.
result<grant_outcome> refresh(const call& c, std::string_view token);

// Ends the session of a refresh or access token; false when it is none, or ended before. `because`: logout, revoked.
result<bool> end_session_of(const call& c, std::string_view token, const std::string& because);

// Whether another attempt on this account may be looked at: 0, or the seconds to wait. Counted as a failure until
// passed() takes it back.
class attempt {
 public:
  // `account`: by which rule attempts from anywhere are slowed down, account or code.
  attempt(const call& c, std::string_view account_text, domain::attempts_of account = domain::attempts_of::account);

  // `known`: the account has signed in from this address before. In a transaction under role::login.
  result<std::int64_t> begin(postgres::executor& in, bool known);
  result<void> passed(postgres::executor& in) const;
  std::int32_t failures() const { return failures_; }      // of late, this one too
  const std::string& account() const { return account_; }  // "acc_…": the same for the same text, and nothing more

 private:
  const call& call_;
  domain::attempts_of kind_;
  std::string account_;
  std::string address_;
  std::int32_t failures_ = 0;
};

}  // namespace weir::api
