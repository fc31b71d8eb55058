// /api/v1/events-feed: what webhook endpoints would be sent, for those who cannot receive. Of the active tenant;
// without one, of all. Polls are held open by feed_waits, and so is the event stream.
#pragma once

#include <api/context.hpp>

namespace weir::api {

void poll_events_feed(call c, http::responder respond);
result<http::response> stream_events_feed(const call& c);

}  // namespace weir::api
