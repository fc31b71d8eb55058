// The start page, its files and counts, and the interface description.
#pragma once

#include <api/context.hpp>

namespace weir::api {

void start_page(call c, http::responder respond);
void page_style(call c, http::responder respond);
void page_script(call c, http::responder respond);
void openapi(call c, http::responder respond);
void openmeter_openapi(call c, http::responder respond);  // of the facade

// Development and staging only: what became of the events of the last 24 hours, some seconds old.
result<http::response> counts(const call& c);

}  // namespace weir::api
