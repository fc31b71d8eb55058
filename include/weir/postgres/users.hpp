// Rows of `users` and `user_preferences`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct user_row {
  std::string id;
  std::string email;
  std::string name;
  bool is_active = true;
  std::optional<timestamp> email_verified_at{};
  std::optional<std::string> platform_role{};  // operator, finance, support
  std::int64_t session_epoch = 1;
  std::int64_t version = 1;
  timestamp created_at{};
  timestamp updated_at{};
};

namespace users {

struct new_user {
  std::string id;
  std::string email;  // normalized
  std::string name;
  std::optional<std::string> password_hash{};
  std::optional<std::string> platform_role{};
  bool email_verified = false;
};
// Error: email_taken; the transaction goes on.
result<user_row> create(executor& in, const new_user& u);

// Error: user_not_found.
result<user_row> by_id(executor& in, const std::string& id);
result<user_row> by_email(executor& in, const std::string& email);

// What the transaction may see, by id, after `after` (empty: from the first).
result<std::vector<user_row>> list(executor& in, const std::string& after, std::int32_t limit);

// `expected`: the version that If-Match named. Errors: user_not_found, precondition_failed.
result<user_row> rename(executor& in, const std::string& id, std::optional<std::int64_t> expected,
                        const std::string& name);

// Nothing when it was disabled before. With a new epoch, so that its access tokens end. Error: user_not_found.
result<std::optional<user_row>> disable(executor& in, const std::string& id);

// A new epoch alone. Error: user_not_found.
result<user_row> end_access_tokens(executor& in, const std::string& id);

// Under role::login ---------------------------------------------------------------------------------------------------

struct credential {
  user_row user;
  std::optional<std::string> password_hash{};
};
// Nothing when nobody has this address.
result<std::optional<credential>> find(executor& in, const std::string& email);
result<std::optional<credential>> find_by_id(executor& in, const std::string& id);

// Nothing when it was proved before, or `email` is not the address any more.
result<std::optional<user_row>> verify_email(executor& in, const std::string& id, const std::string& email);

// A new password. Error: user_not_found.
result<user_row> set_password(executor& in, const std::string& id, const std::string& hash);
// The same password in a newer form: nothing that anybody sees changes. Only where the hash is still `before`.
result<void> renew_hash(executor& in, const std::string& id, const std::string& before, const std::string& hash);

// From a row whose columns `first`, `first` + 1, … are those of user_row, in its order.
user_row read(const rows& r, std::size_t row, std::size_t first = 0);

}  // namespace users

struct preferences_row {
  std::string theme = "system";
  std::optional<std::string> time_zone{};
  std::string locale = "en";
  std::string notifications = "{}";  // a JSON object
  bool shortcuts = true;
};

namespace user_preferences {

// The usual ones when none were kept.
result<preferences_row> get(executor& in, const std::string& user);
result<preferences_row> put(executor& in, const std::string& user, const preferences_row& p);

// Whether the person wants mails of this kind. What was never chosen is wanted.
result<bool> wants(executor& in, const std::string& user, const std::string& kind);
// Whether that changed it; the other preferences stay. Locks the row: of two at once the second one sees the first.
result<bool> choose(executor& in, const std::string& user, const std::string& kind, bool wanted);

}  // namespace user_preferences
}  // namespace weir::postgres
