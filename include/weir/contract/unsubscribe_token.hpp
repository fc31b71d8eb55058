// What a mail's unsubscribe link carries: a person and a kind of notification, so that one can be switched off without
// a session. Nobody can make one who was not sent it; it does not expire and gives no other right.
//
// Authenticated with a key that is derived from the installation's claim key, which lives as long as the database does:
// a change of APP_SECRET_KEY or JWT_SECRET leaves links in old mails good.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <weir/base/crypto.hpp>
#include <weir/base/ulid.hpp>

namespace weir::contract {

struct unsubscribe_claim {
  user_id user;
  std::string kind;  // a name of preferences.notifications
  bool operator==(const unsubscribe_claim&) const = default;
};

// Any thread.
class unsubscribe_codec {
 public:
  static constexpr std::string_view prefix = "weir_un_";
  static constexpr std::size_t most_bytes = 200;  // of a token

  explicit unsubscribe_codec(std::string_view claim_key);

  // `kind`: [a-z][a-z0-9_]{0,63}. The same token each time.
  std::string token(const unsubscribe_claim& c) const;

  // Nothing: it was not made here, or was altered.
  std::optional<unsubscribe_claim> read(std::string_view token) const;

  // Whether it has a token's form: without a key nobody knows more.
  static bool looks_like_one(std::string_view token);

 private:
  bytes32 key_;
};

}  // namespace weir::contract
