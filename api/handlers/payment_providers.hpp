// /api/v1/payment-providers: the platform's accounts at payment providers, where they send their webhooks, and what
// they gave: secrets that sign and keys of their API, kept sealed and never shown. Without an active tenant only.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> list_payment_providers(const call& c);
result<http::response> create_payment_provider(const call& c);
result<http::response> get_payment_provider(const call& c);
result<http::response> update_payment_provider(const call& c);
result<http::response> rotate_provider_secret(const call& c);
// Its list of events is read now instead of when it is due.
result<http::response> sweep_payment_provider(const call& c);

}  // namespace weir::api
