// /api/v1/tenants/{tenant}/credits, credit-entries and credit-balances, and /api/v1/credits: money that invoices use
// before they ask for any. Reading is a query, every change a command.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> list_credits(const call& c);
result<http::response> list_credit_entries(const call& c);
result<http::response> list_credit_balances(const call& c);
result<http::response> get_credit(const call& c);

void grant_credit(call c, http::responder respond);
void void_credit(call c, http::responder respond);

}  // namespace weir::api
