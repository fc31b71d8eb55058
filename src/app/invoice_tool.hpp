// What the verbs of `weir invoice` share: an invoice as an operator names it, and its amounts as they are shown.
#pragma once

#include <string>

#include <src/app/tool.hpp>

#include <weir/postgres/invoices.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::app {

postgres::pool open_invoice_pool(const tool& t, std::size_t connections = 1);

// Error: invoice_not_found.
result<postgres::invoice_row> find_invoice(postgres::executor& in, const std::string& id_or_number);

std::string money_of(const postgres::invoice_row& row, billing::money m);  // "12.50 EUR"
std::string shown_number(const postgres::invoice_row& row);                // of a draft its id

}  // namespace weir::app
