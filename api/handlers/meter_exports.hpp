// /api/v1/payment-providers/{payment_provider}/meter-exports: meters whose hourly totals are said to a meter of a
// payment provider. Without an active tenant only.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> list_meter_exports(const call& c);
result<http::response> put_meter_export(const call& c);
result<http::response> delete_meter_export(const call& c);

}  // namespace weir::api
