// /api/v1/tenants/{tenant}/policies: what a tenant asks of its people and keys.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> get_policies(const call& c);
result<http::response> put_policies(const call& c);

}  // namespace weir::api
