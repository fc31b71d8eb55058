// Money that came in for an invoice at Stripe which one of Weir's was put there as.
#pragma once

#include <workers/payments/apply_event.hpp>

#include <weir/contract/stripe_objects.hpp>

namespace weir::payments {

// As apply_event().
result<applied> apply_invoice_payment(postgres::executor& in, const postgres::provider_event_row& e, timestamp now,
                                      const contract::stripe_invoice_payment& said);

// What an event that is to end so ends with: money above what was due is a failure, though the invoice has its part.
// After a failure the invoice's collection is held. Events of other types end as they are to. In the transaction that
// ends the event, as weir_worker.
result<postgres::provider_events::ending> end_invoice_payment(postgres::executor& in,
                                                              const postgres::provider_event_row& e, timestamp now,
                                                              postgres::provider_events::ending with);

}  // namespace weir::payments
