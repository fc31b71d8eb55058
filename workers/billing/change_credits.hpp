// Commands about credits.
#pragma once

#include <weir/postgres/command_handler.hpp>

namespace weir::billing {

// The resource is the credit (schemas/json/credit.json); each change is announced. Errors that answer:
// tenant_not_found, credit_expiry_refused, amount_overflow, credit_not_found, credit_used_up.
result<postgres::command_outcome> grant_credit(postgres::executor& in, const postgres::command_origin& c,
                                               const contract::grant_credit& what);
result<postgres::command_outcome> void_credit(postgres::executor& in, const postgres::command_origin& c,
                                              const contract::void_credit& what);

}  // namespace weir::billing
