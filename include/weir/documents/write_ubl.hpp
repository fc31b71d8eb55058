// The e-invoice: EN 16931-1:2017 in the syntax UBL 2.1 (CEN/TS 16931-3-2), an Invoice or a CreditNote.
#pragma once

#include <string>

#include <weir/base/error.hpp>
#include <weir/documents/invoice_document.hpp>

namespace weir::documents {

// A credit note has all its amounts positive, as UBL wants them. Error: invoice_state_refused, with what is missing
// in its detail: EN 16931 knows no void invoices, one VAT rate a line, amounts of two digits at most, and wants to know
// who pays and under which tax id.
result<std::string> write_ubl(const invoice_document& of);

}  // namespace weir::documents
