// What a PDF says, in words.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <weir/documents/invoice_document.hpp>

namespace weir::documents {

std::string grouped(money m, billing::currency c);  // "-1,234.50"
std::string heading(const invoice_document& of);    // "Invoice", "Credit note", "Invoice (void)"

using labeled = std::pair<std::string, std::string>;
std::vector<labeled> facts_of(const invoice_document& of);   // number, days
std::vector<labeled> totals_of(const invoice_document& of);  // from net to what is asked for

std::string party_text(const document_party& p);  // name, address, tax id, a line each
std::string line_text(const document_line& l, const invoice_document& of);
std::string period_text(const document_line& l);
std::string quantity_text(const document_line& l);
std::string tax_text(const invoice_document& of);  // why none is due, or that prices have it in them; or empty

}  // namespace weir::documents
