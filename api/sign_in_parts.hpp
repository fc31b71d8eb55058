// What the steps of signing in share.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include <api/context.hpp>
#include <api/sign_in.hpp>

#include <weir/postgres/sessions.hpp>

namespace weir::api {

template<class F>
auto as_login(const call& c, F&& f) {
  return c.with().database.with_transaction(postgres::role::login, postgres::tenant_scope::nobody(),
                                            std::forward<F>(f));
}

// Runs in the pool; a full one answers 503. Nothing of the answer is stored anywhere.
using pool_work = std::function<result<http::response>(const call&)>;
void in_pool(http::worker_pool& pool, call c, http::responder respond, pool_work work);
void in_password_pool(call c, http::responder respond, pool_work work);

// 429 login_backoff.
http::response wait_answer(const call& c, std::int64_t seconds);

std::string new_token(std::string_view prefix);      // 256 random bits
std::string agent_of(const http::request& request);  // what a device calls itself: printable ASCII of it
void count_login(const call& c, std::string_view outcome);

grant grant_for(const call& c, const postgres::user_row& user, const std::string& session, timestamp auth_time,
                std::string token);

// A new session with its announcement. `stepped_up`: everything that proves the person was given.
result<grant> open_session(postgres::executor& in, const call& c, const postgres::user_row& user, bool stepped_up);

// What was proved before the second factor: by a password, or at a sign-in service.
struct first_proof {
  bool fresh = true;      // given for this sign-in, not some time ago
  std::string session{};  // that is to count as stepped up; empty: a new one begins
};
// A session, a step-up (a grant without a refresh token), or the code that is asked for before. A trusted device stands
// in for the code of a new session alone.
result<grant_outcome> after_first_proof(postgres::executor& in, const call& c, const postgres::user_row& user,
                                        const first_proof& proof, std::string_view device_token);

// Everything was given again, within a session, with its announcement: its new time. Error: session_not_found.
result<timestamp> step_up_session(postgres::executor& in, const call& c, const std::string& user,
                                  const std::string& session);

// The announcement of a failure, thinned out.
result<void> note_failure(postgres::executor& in, const call& c, const attempt& tried);

}  // namespace weir::api
