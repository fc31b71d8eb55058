// Rows of `user_identities` and `openid_sign_ins`. Instants are the database's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/postgres/users.hpp>

namespace weir::postgres {

struct identity_row {
  std::string id;
  std::string user_id;
  std::string issuer;
  std::string subject;
  timestamp created_at{};
  timestamp last_used_at{};
};

namespace user_identities {

// Under role::login ---------------------------------------------------------------------------------------------------

// Whose it is; noted as used now. Nothing when it is nobody's.
result<std::optional<user_row>> use(executor& in, const std::string& issuer, const std::string& subject);

struct new_identity {
  std::string id;
  std::string user_id;
  std::string issuer;   // at most 512 characters
  std::string subject;  // at most 255
};
// False when it is somebody's already, or the user has another one of this issuer; the transaction goes on.
result<bool> link(executor& in, const new_identity& i);

// In the person's own scope, or the platform's ------------------------------------------------------------------------

// The oldest first, at most 100.
result<std::vector<identity_row>> list(executor& in, const std::string& user);
// Error: identity_not_found.
result<identity_row> unlink(executor& in, const std::string& user, const std::string& id);

}  // namespace user_identities

// Under role::login.
namespace openid_sign_ins {

// `session`: that is to count as stepped up; empty: somebody signs in.
result<void> begin(executor& in, const std::string& token_hash, const std::string& session, std::int64_t seconds);

struct begun {
  std::string session;  // empty: a sign-in
  std::string user;     // whose session it is
  timestamp begun_at{};
};
// Good once: of two that end it at once one gets nothing, as for one that is unknown, over, or ended before.
result<std::optional<begun>> end(executor& in, const std::string& token_hash);

}  // namespace openid_sign_ins
}  // namespace weir::postgres
