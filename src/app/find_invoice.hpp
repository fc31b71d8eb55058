// An invoice as an operator names it, and its amounts as they are shown.
#pragma once

#include <string>

#include <weir/postgres/invoices.hpp>

namespace weir::app {

// By id or number. Error: invoice_not_found.
result<postgres::invoice_row> find_invoice(postgres::executor& in, const std::string& id_or_number);

std::string money_of(const postgres::invoice_row& row, billing::money m);  // "12.50 EUR"
std::string shown_number(const postgres::invoice_row& row);                // of a draft its id

}  // namespace weir::app
