// schemas/json/tenant_coupon.json: what the API answers and announcements carry.
#pragma once

#include <string>

#include <weir/postgres/coupons.hpp>

namespace weir::billing {

std::string tenant_coupon_json(const postgres::tenant_coupon_row& row, const std::string& tenant_id);

}  // namespace weir::billing
