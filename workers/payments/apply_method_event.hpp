// What follows from an event that is about payment methods: whose customer is none of ours is unrelated.
#pragma once

#include <weir/contract/stripe_objects.hpp>
#include <weir/postgres/provider_events.hpp>

namespace weir::payments {

// As apply_event().
result<postgres::provider_events::ending> apply_method_event(postgres::executor& in,
                                                             const postgres::provider_event_row& e, timestamp now,
                                                             const contract::stripe_method& said);
result<postgres::provider_events::ending> apply_method_event(postgres::executor& in,
                                                             const postgres::provider_event_row& e, timestamp now,
                                                             const contract::stripe_choice& said);
result<postgres::provider_events::ending> apply_method_event(postgres::executor& in,
                                                             const postgres::provider_event_row& e, timestamp now,
                                                             const contract::stripe_departure& said);

}  // namespace weir::payments
