// The inbox: rows of `provider_events`. An event of a payment provider is there once, as it was received, whatever came
// of it. Instants are the database's.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct provider_event_row {
  std::string id;  // pve_…, follows from the provider and its event's id
  std::int64_t number = 0;
  std::string payment_provider_id;  // ppr_…
  std::int32_t provider_number = 0;
  std::string provider;  // "stripe"
  std::string event_id;
  std::string type;
  std::string object_id;   // what it is about, or empty
  std::string related_id;  // the provider's id of the payment that this belongs to, or empty
  std::string api_version;
  timestamp occurred_at{};
  timestamp received_at{};
  std::string source;  // webhook, sweep
  std::string body{};  // as received; empty where a list is asked for
  std::string state;   // pending, applied, ignored, failed
  std::string outcome;
  std::string detail;
  std::optional<std::string> command_id{};
  std::optional<std::string> payment_id{};
  std::int32_t runs = 0;      // how often somebody asked to apply it once more
  std::int32_t attempts = 0;  // of this run
  timestamp created_at{};
  std::optional<timestamp> ended_at{};
};

namespace provider_events {

// Which id an event has here.
std::string id_of(std::string_view provider, std::string_view event_id);

// Those that are not there yet, pending. Of each: id, payment_provider_id, provider, event_id, type, object_id,
// related_id, api_version, occurred_at, received_at, source, body. Returns those that are new, without their bodies;
// one whose account does not exist is left out.
result<std::vector<provider_event_row>> store(executor& in, std::span<const provider_event_row> arrived);

// At most so many that are due, each held by the caller for `seconds`: nobody else gets it before they have passed.
// The longest due first, with their bodies.
result<std::vector<provider_event_row>> take(executor& in, std::int32_t most, std::int32_t seconds);

// What came of it. `state` is no longer pending; detail may be long.
struct ending {
  std::string state;
  std::string outcome;
  std::string detail{};
  std::optional<std::string> payment_id{};
};
result<void> end(executor& in, std::int64_t number, const ending& e);

// It waits for what the command does; it is due again in `wait_ms`.
result<void> await(executor& in, std::int64_t number, const std::string& command_id,
                   const std::optional<std::string>& payment_id, std::int64_t wait_ms);

// It could not be tried for a reason that passes; due again in `wait_ms`.
result<void> defer(executor& in, std::int64_t number, const std::string& outcome, const std::string& detail,
                   std::int64_t wait_ms);

// Holds everything that concerns a payment of the provider until the transaction ends, known here or not: whoever
// learns that it is one of ours and whoever cannot assign an event to it do not miss each other.
result<void> hold(executor& in, std::string_view related_id);

// Those of the payment that belonged to nothing when they came are pending again. After hold().
result<void> look_again(executor& in, std::int32_t provider_number, const std::string& related_id);

// Refunds of the payment that were taken as they came are pending again: now that its money is known, they do not fit.
result<void> look_again_at_refunds(executor& in, std::int32_t provider_number, const std::string& related_id);

// Whether `invoice_payments` has this money.
result<bool> is_recorded(executor& in, const std::string& method, const std::string& reference);

// The newest first, without bodies; before `before` (number; 0: from the newest). Empty texts are no condition.
struct filter {
  std::string payment_provider_id{};
  std::string provider{};
  std::string state{};
  std::string type{};
  std::string object_id{};
  std::string event_id{};
};
result<std::vector<provider_event_row>> list(executor& in, const filter& f, std::int64_t before, std::int32_t limit);

// With its body. Error: provider_event_not_found.
result<provider_event_row> find(executor& in, const std::string& id);

// By id, those that are there.
result<std::map<std::string, std::string>> bodies(executor& in, std::span<const std::string> ids);

// Pending once more. Errors: provider_event_not_found, provider_event_state_refused (it is pending).
result<provider_event_row> rerun(executor& in, const std::string& id);

result<std::int64_t> count_pending(executor& in);

}  // namespace provider_events
}  // namespace weir::postgres
