// /api/v1/commands, and what is asked for by one.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> get_command(const call& c);

// POST /api/v1/rejected/redrive and /discard
void redrive_rejected(call c, http::responder respond);
void discard_rejected(call c, http::responder respond);

}  // namespace weir::api
