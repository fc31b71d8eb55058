// Rows of `user_totp`, `recovery_codes`, `mfa_challenges` and `trusted_devices`. Instants are the database's.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/postgres/users.hpp>

namespace weir::postgres {

namespace user_totp {

// Under role::login ---------------------------------------------------------------------------------------------------

struct secret_row {
  std::string sealed;
  std::int64_t last_step = 0;
  bool confirmed = false;
};
// Held until the transaction ends, so that one code is not taken twice at once. Nothing when there is none.
result<std::optional<secret_row>> lock(executor& in, const std::string& user);

// Begins, or begins again what was not confirmed. False when one is confirmed already.
result<bool> begin(executor& in, const std::string& user, const std::string& sealed);
result<void> confirm(executor& in, const std::string& user, std::int64_t step);
result<void> take_step(executor& in, const std::string& user, std::int64_t step);

// In the person's own scope, or the platform's ------------------------------------------------------------------------

struct status {
  std::optional<timestamp> enabled_at{};
  std::int32_t recovery_codes_left = 0;
};
result<status> look(executor& in, const std::string& user);

// With its recovery codes. False when none was confirmed.
result<bool> remove(executor& in, const std::string& user);

}  // namespace user_totp

// Under role::login.
namespace recovery_codes {

// The ones that were there before are good no more.
result<void> replace(executor& in, const std::string& user, std::span<const std::string> hashes);
// False when it is none of theirs, or was used.
result<bool> use(executor& in, const std::string& user, const std::string& hash);

}  // namespace recovery_codes

// Under role::login.
namespace mfa_challenges {

struct new_challenge {
  std::string user_id;
  std::string token_hash;
  std::int64_t seconds = 0;
  std::string session{};  // that counts as stepped up with the code; empty: the code opens a new one
  bool fresh = true;      // the first proof was given for this sign-in
};
result<void> create(executor& in, const new_challenge& c);

struct open_row {
  user_row user;
  std::int32_t attempts = 0;
  std::string session;
  bool fresh = true;
};
// Held until the transaction ends. Nothing when it is unknown, over, ended, or its user is disabled.
result<std::optional<open_row>> lock(executor& in, const std::string& token_hash);
result<void> count(executor& in, const std::string& token_hash);
result<void> end(executor& in, const std::string& token_hash);
result<void> end_all(executor& in, const std::string& user);

}  // namespace mfa_challenges

struct device_row {
  std::string id;
  std::string user_id;
  std::string name;
  std::string user_agent;
  std::string address;
  timestamp created_at{};
  timestamp last_used_at{};
  timestamp expires_at{};
};

namespace trusted_devices {

// Under role::login ---------------------------------------------------------------------------------------------------

struct new_device {
  std::string id;
  std::string user_id;
  std::string token_hash;
  std::string name;        // at most 100 characters
  std::string user_agent;  // at most 512
  std::string address;
  std::int64_t seconds = 0;
};
result<device_row> create(executor& in, const new_device& d);

// Whether the user trusts it; noted as used now.
result<bool> use(executor& in, const std::string& user, const std::string& token_hash);

// Also in the person's own scope --------------------------------------------------------------------------------------

// Those that are trusted, newest first, at most 100.
result<std::vector<device_row>> list(executor& in, const std::string& user);
// Error: device_not_found, also when it is trusted no more.
result<device_row> revoke(executor& in, const std::string& user, const std::string& id);
// Their ids.
result<std::vector<std::string>> revoke_all(executor& in, const std::string& user);

}  // namespace trusted_devices
}  // namespace weir::postgres
