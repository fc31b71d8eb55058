// Endpoints of feature flags.
#pragma once

#include <api/endpoint_table.hpp>

namespace weir::api {

result<http::response> list_feature_flags(const call& c);
result<http::response> set_feature_flag(const call& c);

}  // namespace weir::api
