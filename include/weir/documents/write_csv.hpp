// The lines of an invoice as CSV (RFC 4180, UTF-8): one row for each line, for spreadsheets.
#pragma once

#include <string>

#include <weir/documents/invoice_document.hpp>

namespace weir::documents {

// Amounts are in major units with the currency's digits. A text that a spreadsheet would take for a formula (it begins
// with = + - @, a tab or a carriage return) has an apostrophe before it.
std::string write_csv(const invoice_document& of);

}  // namespace weir::documents
