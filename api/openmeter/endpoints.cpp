#include <api/handlers/pages.hpp>
#include <api/openmeter/endpoints.hpp>
#include <api/openmeter/handlers.hpp>

namespace weir::api {
namespace {

using enum http::method;
using p = permission;

using parameters = std::span<const std::string_view>;
constexpr parameters none{};
constexpr std::string_view event_names[] = {"clientId", "ingestedAtFrom", "ingestedAtTo", "from", "to",
                                            "id",       "subject",        "customerId",   "limit"};
constexpr std::string_view meter_names[] = {"page", "pageSize", "order", "orderBy", "includeDeleted"};
constexpr std::string_view query_names[] = {"clientId",
                                            "from",
                                            "to",
                                            "windowSize",
                                            "windowTimeZone",
                                            "subject",
                                            "filterCustomerId",
                                            "filterGroupBy[]",
                                            "advancedMeterGroupByFilters",
                                            "groupBy"};
constexpr std::string_view range_names[] = {"from", "to"};

// clang-format off
constexpr endpoint table[] = {
    {get,  "/openmeter/api/v1/openapi.json",                                p::anyone,        "",                          none,        openmeter_openapi},
    {get,  "/openmeter/api/v1/events",                                      p::events_read,   "",                          event_names, openmeter_list_events},
    {post, "/openmeter/api/v1/events",                                      p::events_write,  "",                          none,        openmeter_ingest_events},
    {get,  "/openmeter/api/v1/meters",                                      p::meters_read,   "",                          meter_names, openmeter_list_meters},
    {post, "/openmeter/api/v1/meters",                                      p::meters_write,  "openmeter_meter_create",    none,        openmeter_create_meter},
    {get,  "/openmeter/api/v1/meters/{meter}",                              p::meters_read,   "",                          none,        openmeter_get_meter},
    {put,  "/openmeter/api/v1/meters/{meter}",                              p::meters_write,  "openmeter_meter_update",    none,        openmeter_update_meter},
    {del,  "/openmeter/api/v1/meters/{meter}",                              p::meters_write,  "",                          none,        openmeter_delete_meter},
    {get,  "/openmeter/api/v1/meters/{meter}/query",                        p::usage_read,    "",                          query_names, openmeter_query_meter},
    {post, "/openmeter/api/v1/meters/{meter}/query",                        p::usage_read,    "openmeter_query",           none,        openmeter_query_meter_post},
    {get,  "/openmeter/api/v1/meters/{meter}/subjects",                     p::usage_read,    "",                          range_names, openmeter_list_meter_subjects},
    {get,  "/openmeter/api/v1/meters/{meter}/group-by/{group}/values",      p::usage_read,    "",                          range_names, openmeter_list_group_values},
    {get,  "/openmeter/api/v1/subjects",                                    p::tenants_read,  "",                          none,        openmeter_list_subjects},
    {post, "/openmeter/api/v1/subjects",                                    p::tenants_write, "openmeter_subjects_upsert", none,        openmeter_upsert_subjects},
    {get,  "/openmeter/api/v1/subjects/{subject}",                          p::tenants_read,  "",                          none,        openmeter_get_subject},
    {del,  "/openmeter/api/v1/subjects/{subject}",                          p::tenants_write, "",                          none,        openmeter_delete_subject},
};
// clang-format on

}  // namespace

std::span<const endpoint> openmeter_endpoints() {
  return table;
}

}  // namespace weir::api
