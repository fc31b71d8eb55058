// /api/v1/tenants and their aliases. A tenant's key sees its own tenant only; tenants are made and deleted by the
// platform.
#pragma once

#include <functional>

#include <api/context.hpp>

#include <weir/contract/domain_event.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::api {

result<http::response> list_tenants(const call& c);
result<http::response> create_tenant(const call& c);
result<http::response> get_tenant(const call& c);
result<http::response> update_tenant(const call& c);
result<http::response> delete_tenant(const call& c);

result<http::response> list_aliases(const call& c);
result<http::response> create_alias(const call& c);
result<http::response> delete_alias(const call& c);

// The same for every interface.

// Error: forbidden.
result<void> may_change_tenants(const call& c);

result<void> announce_tenant(postgres::executor& in, const call& c, contract::event_type type,
                             const postgres::tenant_row& t, const postgres::tenant_row* before = nullptr);

// After a change: what is cached of it here is asked for again.
void forget_tenant(const call& c, const postgres::tenant_row& t);

// 204, honoring If-Match. Errors: find's, forbidden.
using tenant_finder = std::function<result<postgres::tenant_row>(postgres::executor& in)>;
result<http::response> remove_tenant(const call& c, const tenant_finder& find);

}  // namespace weir::api
