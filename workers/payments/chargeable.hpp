// Whether there is something to charge for an invoice, and what a charge means for the step that asked for it.
#pragma once

#include <workers/payments/charge_saved_method.hpp>
#include <workers/payments/take_step.hpp>

namespace weir::payments {

// Since when the tenant has the method that is charged. Nothing: there is none, or what its last decline says is
// against it: billing::advice_on() of the last charge of the invoice that this method declined. Another method is
// another one. In a transaction of either role.
result<std::optional<timestamp>> chargeable_since(postgres::executor& in, const postgres::collection_row& c);

charge_end end_of_charge(const charge_outcome& of);

}  // namespace weir::payments
