// GET /api/v1/events: a tenant's recent events, newest first, or with ?source= and ?id= the fate of one. Bodies come
// from the log, within bounds; where they end, a cursor goes on.
#pragma once

#include <api/context.hpp>

namespace weir::api {

void list_events(call c, http::responder respond);

// GET /api/v1/meters/{meter}/events: what one cell of usage was counted from.
void list_cell_events(call c, http::responder respond);

// GET /api/v1/rejected, /api/v1/rejected/{id}, /api/v1/conflicts
void list_rejected(call c, http::responder respond);
void list_conflicts(call c, http::responder respond);
result<http::response> get_rejected(const call& c);

}  // namespace weir::api
