// What the verbs of `weir invoice` share.
#pragma once

#include <string>

#include <src/app/tool.hpp>

#include <weir/postgres/invoices.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::app {

postgres::pool open_invoice_pool(const tool& t);

// Error: invoice_not_found.
result<postgres::invoice_row> find_invoice(postgres::executor& in, const std::string& id_or_number);

}  // namespace weir::app
