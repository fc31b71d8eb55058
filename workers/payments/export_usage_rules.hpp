// How an hour of usage is said to a meter of a payment provider (docs.stripe.com/billing/subscriptions/usage-based,
// with event_time_window "hour"): of those that are said of a customer's hour the newest one counts. Instants are whole
// seconds there, from 35 days ago on.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include <weir/base/time.hpp>
#include <weir/postgres/meter_export_queue.hpp>

namespace weir::payments {

// The same for the same revision of the same hour, and another one for each other: at most 100 bytes, and of the
// tenant's id, hour and revision for people who look for it there.
std::string meter_event_identifier(std::string_view installation, const postgres::due_hour& of);

// In the hour, later for later revisions: the newest one is the last one, by its instant and by its arrival.
timestamp meter_event_instant(timestamp hour, std::int32_t revision);

// Hours that begin before cannot be said any more at `now`: 35 days, less a while for asking.
timestamp oldest_meter_hour(timestamp now);

// The last hour that is over, and a little while, at `now`: what was counted at its end is in the tables.
timestamp newest_meter_hour(timestamp now);

// How long an account is left alone after so many failures in a row; `asked` is what it wants.
std::chrono::milliseconds pause_of_account(int failures, std::chrono::seconds asked);

}  // namespace weir::payments
