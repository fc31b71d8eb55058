// What the documents of an invoice say, from its rows: parties, taxes and lines as they were frozen into it.
#pragma once

#include <weir/documents/invoice_document.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/invoices.hpp>
#include <weir/postgres/tenants.hpp>

namespace weir::billing {

// In one snapshot; `row` was read in it. Errors: invoice_state_refused; time_zone_unknown, when the system does not
// have the tenant's zone any more.
result<documents::invoice_document> gather_document(postgres::executor& in, const postgres::invoice_row& row,
                                                    const postgres::tenant_row& tenant);

}  // namespace weir::billing
