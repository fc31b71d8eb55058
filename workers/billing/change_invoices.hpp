// What becomes of an invoice after it was made: commands, and the due date that passes. Each takes the lock of
// billing_states first.
#pragma once

#include <weir/base/time.hpp>
#include <weir/contract/command_bodies.hpp>
#include <weir/postgres/command_handler.hpp>

namespace weir::billing {

// The resource is the invoice (schemas/json/invoice.json). Errors that answer: tenant_not_found, invoice_not_found,
// invoice_state_refused; of finalizing: billing_issuer_missing, credit_insufficient; of a payment:
// invoice_payment_exceeds_due, invoice_payment_known, and those of parse_money().
result<postgres::command_outcome> change_invoice(postgres::executor& in, const postgres::command_origin& c,
                                                 const contract::change_invoice& what);
result<postgres::command_outcome> record_payment(postgres::executor& in, const postgres::command_origin& c,
                                                 const contract::record_payment& what);

// The resource is how far the tenant is billed (schemas/json/billing_state.json). Error: billing_not_parked.
result<postgres::command_outcome> release_billing(postgres::executor& in, const postgres::command_origin& c,
                                                  const contract::release_billing& what);

// False: it was paid, voided or seen to by somebody else meanwhile.
result<bool> miss_due_date(postgres::executor& in, const std::string& invoice, std::int32_t tenant, timestamp now);

}  // namespace weir::billing
