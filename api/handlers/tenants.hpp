// /api/v1/tenants and their aliases. A tenant's key sees its own tenant only; tenants are made and deleted by the
// platform.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> list_tenants(const call& c);
result<http::response> create_tenant(const call& c);
result<http::response> get_tenant(const call& c);
result<http::response> update_tenant(const call& c);
result<http::response> delete_tenant(const call& c);

result<http::response> list_aliases(const call& c);
result<http::response> create_alias(const call& c);
result<http::response> delete_alias(const call& c);

}  // namespace weir::api
