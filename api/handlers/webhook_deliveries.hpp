// What came of the events that a webhook endpoint was told of, and telling it once more.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> list_webhook_deliveries(const call& c);
result<http::response> get_webhook_delivery(const call& c);
result<http::response> resend_webhook_delivery(const call& c);
result<http::response> resend_failed_webhooks(const call& c);

}  // namespace weir::api
