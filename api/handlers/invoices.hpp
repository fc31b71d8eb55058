// /api/v1/invoices, /api/v1/tenants/{tenant}/invoices, …/upcoming-invoices and …/billing: what tenants are billed.
// Reading is a query, every change a command.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> list_invoices(const call& c);         // of all tenants, for the platform
result<http::response> list_tenant_invoices(const call& c);  // of one
result<http::response> get_invoice(const call& c);
result<http::response> list_invoice_lines(const call& c);
result<http::response> explain_invoice_line(const call& c);
result<http::response> list_invoice_payments(const call& c);
result<http::response> preview_upcoming_invoices(const call& c);
result<http::response> forecast_upcoming_invoices(const call& c);
result<http::response> get_billing_state(const call& c);
result<http::response> list_parked_tenants(const call& c);
result<http::response> get_invoice_runs(const call& c);  // for the platform

void change_invoice(call c, http::responder respond);
void record_invoice_payment(call c, http::responder respond);
void release_billing(call c, http::responder respond);

}  // namespace weir::api
