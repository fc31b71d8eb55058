// Signing in and staying so: what the token endpoint does, without its HTTP.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include <api/context.hpp>

#include <weir/contract/access_token.hpp>

namespace weir::api {

struct grant {
  contract::access_claims claims;
  std::string refresh_token;  // "weir_rt_…"
  std::int64_t refresh_seconds = 0;
};
struct refused {};  // why is nobody's business
struct wait_first {
  std::int64_t seconds = 0;
};
using grant_outcome = std::variant<grant, refused, wait_first>;

// By password. Takes as long, and answers the same, whether there is such an account, it has a password, is active, or
// the password is wrong: each counts as a failure and is verified against some hash. `email` as typed. In the pool for
// passwords. Errors: the database's.
result<grant_outcome> sign_in(const call& c, std::string_view email, std::string_view password);

// By refresh token; never wait_first. Errors: the database's.
result<grant_outcome> refresh(const call& c, std::string_view token);

// Ends the session of a refresh or access token; false when it is none, or ended before. `because`: logout, revoked.
result<bool> end_session_of(const call& c, std::string_view token, const std::string& because);

// Whether another attempt on this account, here on the password of a signed-in person, may be looked at: 0, or the
// seconds to wait. Counted as a failure until passed() takes it back.
class attempt {
 public:
  attempt(const call& c, std::string_view account_text);

  // `known`: the account has signed in from this address before. In a transaction under role::login.
  result<std::int64_t> begin(postgres::executor& in, bool known);
  result<void> passed(postgres::executor& in) const;
  std::int32_t failures() const { return failures_; }      // of late, this one too
  const std::string& account() const { return account_; }  // "acc_…": the same for the same text, and nothing more

 private:
  const call& call_;
  std::string account_;
  std::string address_;
  std::int32_t failures_ = 0;
};

}  // namespace weir::api
