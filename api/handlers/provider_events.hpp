// /api/v1/provider-events: what payment providers sent, as it was received, and what came of it. The platform's alone.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> list_provider_events(const call& c);
result<http::response> get_provider_event(const call& c);
result<http::response> rerun_provider_event(const call& c);

}  // namespace weir::api
