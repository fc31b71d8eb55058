// Rows of `mail_tokens` and `password_reset_requests`. Instants are the database's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <weir/domain/mail_token.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres {

namespace mail_tokens {

struct row {
  domain::mail_token_facts facts;
  std::optional<std::string> user_id{};
  std::optional<std::string> invitation_id{};
  std::string email;  // that it was sent to
  timestamp now{};    // by the database's clock
};

// Under role::login, or role::api for the platform. Nothing when no token has this hash.
result<std::optional<row>> find(executor& in, const std::string& hash);
// The same, held until the transaction ends: of two that use it at once the second finds it used.
result<std::optional<row>> lock(executor& in, const std::string& hash);

// It was used, and every other one for the same is void.
result<void> use(executor& in, const std::string& hash);

struct new_token {
  std::string hash;  // 32 bytes
  domain::mail_purpose purpose{};
  std::optional<std::string> user_id{};
  std::optional<std::string> invitation_id{};
  std::string email;
};
// Under role::worker: takes the place of those before it. Lives from now.
result<void> add(executor& in, const new_token& t);

}  // namespace mail_tokens

namespace reset_requests {

// Under role::login. `email`: normalized, whether anybody has it or not.
result<void> ask(executor& in, const std::string& email, const std::string& address, const std::string& request);

struct row {
  std::string email;
  std::string address;
  std::string request;
  std::int64_t number = 0;
  timestamp asked_at{};
};
// Under role::worker: takes up to `most` of them away, oldest first; what another transaction holds is passed over.
result<std::vector<row>> take(executor& in, std::int32_t most);

}  // namespace reset_requests
}  // namespace weir::postgres
