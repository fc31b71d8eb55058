// Whether an invoice is what follows from its frozen inputs, and these from what the database says: reckoned again, to
// the last unit.
#pragma once

#include <string>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/invoices.hpp>

namespace weir::billing {

// One sentence for each thing that is not as it was; empty: all is. Looked at: the hash of the inputs; every plan in
// them against the catalogue; every line, tax and total against the inputs; what was billed before against the invoices
// that billed it. Errors: the database's.
result<std::vector<std::string>> verify_invoice(postgres::executor& in, const postgres::invoice_row& row);

// Numbers of a series that are missing or beyond its end, as sentences.
result<std::vector<std::string>> verify_series(postgres::executor& in);

}  // namespace weir::billing
