// Whether the process lives, is ready, and what it stands on.
#pragma once

#include <api/context.hpp>

namespace weir::api {

void livez(call c, http::responder respond);
void readyz(call c, http::responder respond);        // stays ready without Kafka or PostgreSQL, and says degraded
void health_cache(call c, http::responder respond);  // /health/redis: there is no Redis; the in-process caches
void version(call c, http::responder respond);
void metrics(call c, http::responder respond);

result<http::response> health(const call& c);
result<http::response> health_db(const call& c);
result<http::response> health_kafka(const call& c);

}  // namespace weir::api
