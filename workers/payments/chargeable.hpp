// Whether there is something to charge for an invoice.
#pragma once

#include <weir/postgres/collections.hpp>

namespace weir::payments {

// The tenant has a method by default, and what its last decline says is not against it: billing::advice_on() of the last
// charge of the invoice that this method declined. Another method is another one. In a transaction of either role.
result<bool> can_charge(postgres::executor& in, const postgres::collection_row& c);

}  // namespace weir::payments
