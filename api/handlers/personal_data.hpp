// What is kept of one person: shown to them, or erased. /api/v1/users/me and /users/{user}.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> erase_me(const call& c);
result<http::response> erase_user(const call& c);
result<http::response> export_me(const call& c);
result<http::response> export_user(const call& c);

}  // namespace weir::api
