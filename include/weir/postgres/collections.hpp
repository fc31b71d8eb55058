// What is done about invoices whose money does not come: rows of `invoice_collections` and `collection_steps`. Instants
// that steps follow from are the caller's.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/base/civil_day.hpp>
#include <weir/billing/dunning.hpp>
#include <weir/billing/invoice_state.hpp>
#include <weir/billing/money.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres {

// The last try to pay by which no money came, unless one after it is under way or has succeeded.
struct declined_payment {
  std::string payment_id;
  std::string code;
  std::string message;
  timestamp at{};
};

struct collection_row {
  std::string invoice_id;
  std::int32_t tenant_number = 0;
  std::string tenant_id;
  std::string state;            // waiting, running, held, ended
  std::int32_t steps_done = 0;  // as billing::dunning_course::done of billing::charged_at_once()
  std::optional<billing::dunning_act> next_act{};
  std::optional<timestamp> next_at{};
  std::optional<timestamp> due_at{};  // when somebody looks at it
  std::int32_t attempts = 0;          // looks since something came of one
  std::optional<timestamp> reminded_at{};
  std::vector<std::string> paused{};  // subscriptions
  std::string outcome;
  std::int64_t version = 1;
  timestamp created_at{};
  timestamp updated_at{};
  std::optional<timestamp> started_at{};
  std::optional<timestamp> ended_at{};
  // Of the invoice, as it is now.
  std::string invoice_number;
  billing::invoice_state invoice_state = billing::invoice_state::finalized;
  std::string currency;
  billing::money open;  // what is still due
  civil_day issued_day, due_day;
  std::optional<declined_payment> declined{};
};

struct collection_step_row {
  std::int32_t number = 0;
  billing::dunning_act act = billing::dunning_act::remind;
  civil_day day;
  std::string result;  // done, skipped, failed
  std::string outcome;
  std::optional<std::string> payment_id{};
  timestamp taken_at{};
};

namespace collections {

// Of those of the invoices that have money due. In the transaction that finalizes them, as role::worker.
result<void> open(executor& in, std::span<const std::string> invoices, timestamp now);
// The invoice has become something else: somebody looks at once. In the transaction that changes it.
result<void> look_again(executor& in, const std::string& invoice);
// The same of all of a tenant that are not ended: it has another method to pay by.
result<void> look_again_of(executor& in, std::int32_t tenant);

// Invoices of at most so many that are due, each held by the caller for `seconds`: nobody else gets it before they have
// passed. The longest due first.
result<std::vector<std::string>> take(executor& in, timestamp now, std::int32_t most, std::int32_t seconds);
// Until the transaction ends nobody else changes it. What is read after that is not older than the lock.
result<void> lock(executor& in, const std::string& invoice);
// Error: collection_not_found.
result<collection_row> find(executor& in, const std::string& invoice);
// state, steps_done, next_act, next_at, due_at, attempts, reminded_at, paused, outcome, version, started_at, ended_at.
// After lock().
result<void> update(executor& in, const collection_row& c);
result<void> add_step(executor& in, const collection_row& of, const collection_step_row& s);
result<std::vector<collection_step_row>> steps(executor& in, const std::string& invoice);

// What the plan of the invoice's first line says, of a base subscription before add-ons.
struct schedule {
  std::string plan_code;
  std::int32_t plan_version = 0;
  billing::dunning steps;
};
result<schedule> schedule_of(executor& in, const std::string& invoice);

// That the invoice is for, without add-ons of one that is among them.
result<std::vector<std::string>> subscriptions_of(executor& in, const std::string& invoice);

// Money of the invoice that the payment provider has or works on and that the invoice does not have yet.
result<bool> is_under_way(executor& in, const std::string& invoice);

// The tenant's method that is charged, and how it last declined the invoice.
struct method_standing {
  std::string method_id;
  timestamp since{};
  bool was_declined = false;
  std::string failure_code{};
  std::string advice_code{};
};
result<std::optional<method_standing>> charged_method(executor& in, std::int32_t tenant, const std::string& invoice);

// Holds what is paused of a tenant until the transaction ends.
result<void> hold_paused(executor& in, std::int32_t tenant);
// Subscriptions of the tenant that other invoices have paused. After hold_paused().
result<std::vector<std::string>> paused_by_others(executor& in, std::int32_t tenant, const std::string& invoice);

// The newest invoice first, before `before` (empty: from the newest), in the rows that the transaction sees.
struct filter {
  std::optional<std::int32_t> tenant{};
  std::string state{};    // empty: all
  bool declined = false;  // only those that are not ended and whose last payment was declined
};
result<std::vector<collection_row>> list(executor& in, const filter& f, const std::string& before, std::int32_t limit);

// By a person, with the next version; resumed ones are due at `now`. Errors: collection_not_found,
// collection_state_refused.
result<collection_row> hold(executor& in, const std::string& invoice);
result<collection_row> resume(executor& in, const std::string& invoice, timestamp now);

result<std::int64_t> count_due(executor& in, timestamp now);

}  // namespace collections
}  // namespace weir::postgres
