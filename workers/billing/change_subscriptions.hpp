// Commands about subscriptions. Each is judged by the dated changes that hold, of which commands of one tenant are the
// only writers, one after another.
#pragma once

#include <weir/postgres/command_handler.hpp>

namespace weir::billing {

// The resource is the subscription (schemas/json/subscription.json); each change is announced. Errors that answer:
// tenant_not_found, plan_not_found, plan_archived, plan_currency_missing, currency_unknown, zone_not_billable,
// subscription_not_found, subscription_overlaps, subscription_time_refused, subscription_change_refused,
// subscription_change_not_found.
result<postgres::command_outcome> start_subscription(postgres::executor& in, const postgres::command_origin& c,
                                                     const contract::start_subscription& what);
result<postgres::command_outcome> change_subscription(postgres::executor& in, const postgres::command_origin& c,
                                                      const contract::change_subscription& what);
result<postgres::command_outcome> unschedule_subscription_change(postgres::executor& in,
                                                                 const postgres::command_origin& c,
                                                                 const contract::unschedule_subscription_change& what);

}  // namespace weir::billing
