// /api/v1/tenants/{tenant}/billing-profile: how a tenant is billed. Its own people say who invoices are to, the
// platform says all of it.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> get_billing_profile(const call& c);
result<http::response> put_billing_profile(const call& c);

}  // namespace weir::api
