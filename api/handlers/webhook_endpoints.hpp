// /api/v1/webhook-endpoints: who is told of events by HTTP. Of the active tenant; without one the platform's, which are
// told of all tenants. Secrets are shown once and kept sealed; what is sent is workers/webhooks.
#pragma once

#include <api/context.hpp>

#include <weir/postgres/executor.hpp>
#include <weir/postgres/webhook_endpoints.hpp>

namespace weir::api {

result<http::response> list_webhook_endpoints(const call& c);
result<http::response> create_webhook_endpoint(const call& c);
result<http::response> get_webhook_endpoint(const call& c);
result<http::response> update_webhook_endpoint(const call& c);
result<http::response> delete_webhook_endpoint(const call& c);
result<http::response> rotate_webhook_secret(const call& c);
result<http::response> rotate_webhook_key(const call& c);
result<http::response> test_webhook_endpoint(const call& c);

// The endpoint of the path segment {webhook_endpoint}. Error: webhook_endpoint_not_found, also for those of others.
result<postgres::webhook_endpoint_row> webhook_endpoint_of_path(postgres::executor& in, const call& c);
// The same, and nobody else changes it or its deliveries until the transaction ends.
result<postgres::webhook_endpoint_row> lock_webhook_endpoint(postgres::executor& in, const call& c);
// The same of one that is sent to. Error: webhook_endpoint_disabled.
result<postgres::webhook_endpoint_row> lock_enabled_webhook_endpoint(postgres::executor& in, const call& c);

}  // namespace weir::api
