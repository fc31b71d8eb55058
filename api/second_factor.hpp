// The second factor of a person: what was typed, compared with what is kept.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <api/context.hpp>

#include <weir/postgres/second_factors.hpp>

namespace weir::api {

// In one transaction under role::login, which has to commit: a code that was right is used up.
enum class code_verdict : std::uint8_t { right, wrong, not_asked };  // not_asked: the person has no second factor
result<code_verdict> use_code(postgres::executor& in, const call& c, const std::string& user, std::string_view typed);

// A new secret, sealed for the user, and how the app takes it. Error: mfa_already_enabled.
struct begun_totp {
  std::string secret_text;
  std::string uri;
};
result<begun_totp> begin_second_factor(postgres::executor& in, const call& c, const postgres::user_row& user);

// Switches it on when `typed` is a code of the secret that was begun. The recovery codes. Errors: mfa_not_begun,
// mfa_already_enabled, mfa_code_wrong.
result<std::vector<std::string>> confirm_second_factor(postgres::executor& in, const call& c, const std::string& user,
                                                       std::string_view typed);

// New recovery codes in place of the old ones. Error: mfa_not_enabled.
result<std::vector<std::string>> replace_recovery_codes_of(postgres::executor& in, const call& c,
                                                           const std::string& user);

// That a device is trusted no more.
result<void> announce_device_end(postgres::executor& in, const call& c, const std::string& user,
                                 const std::string& device);
result<void> revoke_devices(postgres::executor& in, const call& c, const std::string& user);

// What a password began and does not outlive: sign-ins that are half done, devices that were trusted along with it.
// Under role::login.
result<void> forget_proofs(postgres::executor& in, const call& c, const std::string& user);

}  // namespace weir::api
