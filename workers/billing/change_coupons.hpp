// Commands about the coupons of tenants.
#pragma once

#include <weir/postgres/command_handler.hpp>

namespace weir::billing {

// The resource is the tenant's coupon (schemas/json/tenant_coupon.json); each change is announced. Errors that answer:
// tenant_not_found, coupon_not_found, coupon_archived, coupon_expired, coupon_held, coupon_exhausted,
// tenant_coupon_not_found, of one that does not hold any more as well.
result<postgres::command_outcome> apply_coupon(postgres::executor& in, const postgres::command_origin& c,
                                               const contract::apply_coupon& what);
result<postgres::command_outcome> remove_coupon(postgres::executor& in, const postgres::command_origin& c,
                                                const contract::remove_coupon& what);

}  // namespace weir::billing
