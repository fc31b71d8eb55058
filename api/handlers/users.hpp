// /api/v1/users: people, as staff and their tenants' admins see them.
#pragma once

#include <string>

#include <api/context.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/users.hpp>

namespace weir::api {

result<http::response> list_users(const call& c);
result<http::response> get_user(const call& c);

// schemas/json/user.json. `version` is not in it: it travels as the ETag.
std::string user_json(const postgres::user_row& u);
// Its members, into an object that is open.
void write_user(contract::json_writer& w, const postgres::user_row& u);

}  // namespace weir::api
