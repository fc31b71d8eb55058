// What follows from an event of a payment provider: in the tables of payments, refunds and disputes, and for invoices.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include <weir/contract/command.hpp>
#include <weir/postgres/provider_events.hpp>

namespace weir::payments {

// Money came in that an invoice is to know of: the command to ask billing for, and then to wait for.
struct asked {
  contract::command command;
  std::optional<std::string> payment_id{};  // nothing: it came in by no payment that was begun here
};

using applied = std::variant<postgres::provider_events::ending, asked>;

// In the transaction that ends the event, as weir_worker. Whatever the order in which events are applied, and however
// often, the same is known in the end. `now`: of the command and of announcements. Errors: the database's, upon which
// nothing has happened.
result<applied> apply_event(postgres::executor& in, const postgres::provider_event_row& e, timestamp now);

// What came of the command: the event's end. `problem`: the JSON of its problem document, of one that failed.
// `recorded`: the invoice has this money already, by whatever command.
postgres::provider_events::ending end_of_command(bool succeeded, const std::string& problem, bool recorded);

}  // namespace weir::payments
