// /api/v1/payment-methods: what tenants pay with and a payment provider keeps for them.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> list_payment_methods(const call& c);
result<http::response> update_payment_method(const call& c);

// They ask the payment provider, in a pool of their own.
void create_payment_method_setup(call c, http::responder respond);
void delete_payment_method(call c, http::responder respond);

}  // namespace weir::api
