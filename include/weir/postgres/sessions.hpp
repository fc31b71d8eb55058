// Rows of `sessions`, `refresh_tokens` and `login_attempts`. Instants of sessions are the database's: every process
// judges them by one clock.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/domain/login_backoff.hpp>
#include <weir/domain/refresh_rotation.hpp>
#include <weir/postgres/tenants.hpp>
#include <weir/postgres/users.hpp>

namespace weir::postgres {

struct session_row {
  std::string id;
  std::string user_id;
  std::string user_agent;
  std::string address;
  timestamp auth_time{};
  timestamp created_at{};
  timestamp last_seen_at{};
  timestamp idle_expires_at{};  // listed: also by the policies of the user's tenants
  timestamp expires_at{};
  std::optional<timestamp> revoked_at{};
};

namespace sessions {

// From a row of the columns of session_row, in its order.
session_row read(const rows& r, std::size_t row);

// In the person's own scope, or the platform's --------------------------------------------------------------------

// Those that go on, newest first, at most 100.
result<std::vector<session_row>> list(executor& in, const std::string& user);

// `because`: revoked, logout, password, disabled, reuse. Error: session_not_found, also when it has ended.
result<session_row> revoke(executor& in, const std::string& user, const std::string& id, const std::string& because);

// All that go on but `except` (empty: none is spared); their ids.
result<std::vector<std::string>> revoke_all(executor& in, const std::string& user, const std::string& except,
                                            const std::string& because);

// Under role::login -----------------------------------------------------------------------------------------------

struct new_session {
  std::string id;
  std::string user_id;
  std::string user_agent;  // cut to 512 characters by the caller
  std::string address;
  std::string token_hash;  // of its first refresh token
  bool stepped_up = true;  // everything that proves the person was given
};
result<session_row> create(executor& in, const new_session& s);

// Whether the user has signed in from this address lately.
result<bool> has_been_used_from(executor& in, const std::string& user, const std::string& address);

// Who a session is, and what in a tenant.
struct standing {
  user_row user;
  timestamp auth_time{};
  timestamp ends_at{};
  bool goes_on = false;  // neither revoked nor over, its user active
  std::optional<timestamp> stepped_up_at{};
  bool must_enroll = false;            // the tenant asks for a second factor and the user has none
  std::optional<tenant_row> tenant{};  // the one that was asked for, unless there is none or it is deleted
  std::optional<std::string> role{};   // in it
};
// Nothing when there is no such session. `tenant`: its id, or empty.
result<std::optional<standing>> look(executor& in, const std::string& id, const std::string& tenant);

// Everything was given again, just now. Error: session_not_found.
result<timestamp> step_up(executor& in, const std::string& user, const std::string& id);

// In bulk and now and then: the time is of interest to the minute only.
result<void> touch(executor& in, std::span<const std::string> ids);

}  // namespace sessions

// All under role::login.
namespace refresh_tokens {

struct presented {
  std::string session;
  user_row user;
  timestamp auth_time{};
  domain::refresh_facts facts;
  timestamp now{};
};
// Locks the token and its session until the transaction ends. Nothing when no token has this hash.
result<std::optional<presented>> lock(executor& in, const std::string& hash);

// The first use: marks `hash`, writes `successor` as the session's newest generation, moves its idle end.
result<void> rotate(executor& in, const std::string& hash, const presented& p, const std::string& successor);
// A second tab's: another token of the newest generation.
result<void> repeat(executor& in, const std::string& hash, const presented& p, const std::string& successor);

// The session of a token, whatever its state. Nothing when no token has this hash.
struct owner {
  std::string session;
  std::string user;
};
result<std::optional<owner>> owner_of(executor& in, const std::string& hash);

}  // namespace refresh_tokens

namespace login_attempts {

struct counted {
  std::string key;
  domain::attempts state;
};
// Makes the missing ones, locks all in the order of their keys, gives them in the order asked.
result<std::vector<counted>> lock(executor& in, std::span<const std::string> keys, timestamp now);
result<void> store(executor& in, std::span<const counted> after);
result<void> forget(executor& in, std::span<const std::string> keys);
// One that was counted and turned out right: many people behind one address sign in.
result<void> take_back(executor& in, const std::string& key);

}  // namespace login_attempts
}  // namespace weir::postgres
