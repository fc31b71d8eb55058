// /api/v1/tenants/{tenant}/subscriptions and /api/v1/subscriptions: what tenants pay for. Reading is a query, every
// change a command.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> list_subscriptions(const call& c);
result<http::response> get_subscription(const call& c);

// What would be billed, and what without; the bodies are the commands'.
result<http::response> preview_subscription(const call& c);
result<http::response> preview_subscription_change(const call& c);

void start_subscription(call c, http::responder respond);
void change_subscription(call c, http::responder respond);
void unschedule_subscription_change(call c, http::responder respond);

}  // namespace weir::api
