// /api/v1/coupons, which are the platform's, and /api/v1/tenants/{tenant}/coupons: which of them a tenant has. The
// catalogue is configuration; giving and taking away are commands.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> list_coupons(const call& c);
result<http::response> create_coupon(const call& c);
result<http::response> get_coupon(const call& c);
result<http::response> archive_coupon(const call& c);

result<http::response> list_tenant_coupons(const call& c);
void apply_coupon(call c, http::responder respond);
void remove_coupon(call c, http::responder respond);

}  // namespace weir::api
