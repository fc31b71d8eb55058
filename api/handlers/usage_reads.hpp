// GET /api/v1/meters/{meter}/query and /api/v1/usage/conservation.
#pragma once

#include <api/context.hpp>

namespace weir::api {

void query_meter(call c, http::responder respond);
void usage_conservation(call c, http::responder respond);
result<http::response> stream_usage(const call& c);

}  // namespace weir::api
