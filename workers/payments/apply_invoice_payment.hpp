// Money that came in for an invoice at Stripe which one of Weir's was put there as.
#pragma once

#include <workers/payments/apply_event.hpp>

#include <weir/contract/stripe_objects.hpp>

namespace weir::payments {

// As apply_event().
result<applied> apply_invoice_payment(postgres::executor& in, const postgres::provider_event_row& e, timestamp now,
                                      const contract::stripe_invoice_payment& said);

}  // namespace weir::payments
