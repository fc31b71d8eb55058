// /api/v1/tenants/{tenant}/members: who is what in a tenant.
#pragma once

#include <string>

#include <api/context.hpp>

#include <weir/postgres/memberships.hpp>

namespace weir::api {

result<http::response> list_members(const call& c);
result<http::response> update_member(const call& c);
result<http::response> remove_member(const call& c);

// schemas/json/member.json
std::string member_json(const postgres::member_row& m);

}  // namespace weir::api
