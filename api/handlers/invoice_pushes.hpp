// /api/v1/invoices/{invoice}/pushes: what accounts at Stripe were told of an invoice. Without an active tenant only.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> list_invoice_pushes(const call& c);
// What Stripe refused is asked again.
result<http::response> retry_invoice_pushes(const call& c);

}  // namespace weir::api
