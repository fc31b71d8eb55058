// /api/v1/payments and what begins them: a tenant's payments of its invoices, through a payment provider's page.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> list_payments(const call& c);
result<http::response> get_payment(const call& c);

// Of all that a caller sees payments of.
result<http::response> list_disputes(const call& c);
result<http::response> get_dispute(const call& c);

// Through which payment providers an invoice can be paid now.
result<http::response> get_payment_options(const call& c);

// They ask the payment provider, in a pool of their own.
void begin_checkout(call c, http::responder respond);
void create_refund(call c, http::responder respond);

}  // namespace weir::api
