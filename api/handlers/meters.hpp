// /api/v1/meters: what is counted. Meters belong to the platform: tenants read them, only platform keys change them.
#pragma once

#include <functional>
#include <string>
#include <vector>

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

// How an interface names its meters and shows them. The path parameter is {meter}.
struct meter_form {
  result<postgres::meter_row> (*find)(postgres::executor& in, const std::string& named);
  std::string (*body)(const postgres::meter_row& m);
  std::string (*path)(const postgres::meter_row& m);
};

// The same for every interface. Each needs a platform key: forbidden otherwise.
//   add_meter     201, once for each Idempotency-Key
//   change_meter  200; `check` may refuse what the patch cannot know, with pointers
//   remove_meter  204
// The last two honor If-Match.
using meter_check = std::function<std::vector<error>(const postgres::meter_row& found)>;
result<http::response> show_meter(const call& c, const meter_form& form);
result<http::response> add_meter(const call& c, const domain::meter& m, const meter_form& form);
result<http::response> change_meter(const call& c, postgres::meters::meter_patch patch, const meter_form& form,
                                    const meter_check& check = {});
result<http::response> remove_meter(const call& c, const meter_form& form);

// Error: forbidden.
result<void> may_change_meters(const call& c);

}  // namespace weir::api
