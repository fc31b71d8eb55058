// The handlers of /openmeter/api/v1, by resource.
#pragma once

#include <api/context.hpp>

namespace weir::api {

// Events: 204 when they are stored; the list is an array of {event, customerId, validationError?, ingestedAt,
// storedAt}.
void openmeter_ingest_events(call c, http::responder respond);
result<http::response> openmeter_list_events(const call& c);

result<http::response> openmeter_list_meters(const call& c);
result<http::response> openmeter_create_meter(const call& c);
result<http::response> openmeter_get_meter(const call& c);
result<http::response> openmeter_update_meter(const call& c);
result<http::response> openmeter_delete_meter(const call& c);

result<http::response> openmeter_query_meter(const call& c);
result<http::response> openmeter_query_meter_post(const call& c);
result<http::response> openmeter_list_meter_subjects(const call& c);
result<http::response> openmeter_list_group_values(const call& c);

// Subjects are tenants: what a subject names under a platform key.
result<http::response> openmeter_list_subjects(const call& c);
result<http::response> openmeter_upsert_subjects(const call& c);
result<http::response> openmeter_get_subject(const call& c);
result<http::response> openmeter_delete_subject(const call& c);

}  // namespace weir::api
