// /api/v1/invoices/{invoice}/documents/…: an invoice as a file, for people and for programs. Of finalized ones.
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> get_invoice_pdf(const call& c);
result<http::response> get_invoice_ubl(const call& c);
result<http::response> get_invoice_csv(const call& c);
result<http::response> get_invoice_json(const call& c);  // signed

}  // namespace weir::api
