// How sessions end, whoever ends them and why: each end is announced in the transaction that makes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <api/context.hpp>

#include <weir/postgres/executor.hpp>

namespace weir::api {

// `by`: who did it, as announcements say it. `because`: as sessions.revoked_because has it.
result<void> announce_session_end(postgres::executor& in, const call& c, const std::string& by, const std::string& user,
                                  const std::string& session, std::string_view because);

// Ends all sessions of the person but `except` (empty: all). How many. Under role::login, or in the person's own or the
// platform's rows.
result<std::int64_t> end_sessions_of(postgres::executor& in, const call& c, const std::string& by,
                                     const std::string& user, const std::string& except, const std::string& because);

}  // namespace weir::api
