// /api/v1/users/me: one's own profile, preferences, sessions and password. Keys of machines have none.
#pragma once

#include <string>

#include <api/context.hpp>

#include <weir/postgres/users.hpp>

namespace weir::api {

result<http::response> get_me(const call& c);
result<http::response> update_me(const call& c);
result<http::response> get_preferences(const call& c);
result<http::response> put_preferences(const call& c);
result<http::response> list_sessions(const call& c);
result<http::response> end_session(const call& c);
result<http::response> end_sessions(const call& c);
void change_password(call c, http::responder respond);

// schemas/json/preferences.json.
std::string preferences_json(const postgres::preferences_row& p);

}  // namespace weir::api
