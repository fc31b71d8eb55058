// /api/v1/meters: what is counted. Meters belong to the platform: tenants read them, only platform keys change them.
#pragma once

#include <api/context.hpp>

#include <weir/domain/meter.hpp>
#include <weir/postgres/meters.hpp>

namespace weir::api {

result<http::response> list_meters(const call& c);
result<http::response> create_meter(const call& c);
result<http::response> get_meter(const call& c);
result<http::response> update_meter(const call& c);
result<http::response> delete_meter(const call& c);

// The row of a valid draft.
postgres::meters::new_meter new_meter_row(const domain::meter& m);

// schemas/json/meter.json
std::string meter_json(const postgres::meter_row& m);

}  // namespace weir::api
