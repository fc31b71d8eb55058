// What is to be sent to webhook endpoints: added by the worker that reads events, taken and ended by senders. All under
// role::worker. Instants are the database's.
//
// An endpoint's lane says when there is something to do for it. Whoever takes, ends or repeats deliveries holds it, so
// that the limit of an endpoint counts across processes. Whoever adds some leaves a wake, which the next take() moves
// into the lane: a flush never waits for senders.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/domain/webhook_schedule.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/webhook_endpoints.hpp>

namespace weir::postgres::webhook_queue {

// Endpoints that are enabled, and stay so until the transaction ends: the platform's and those of these tenants.
struct listener {
  std::string id;
  std::int64_t number = 0;
  std::optional<std::int32_t> tenant_number{};
  std::optional<std::string> tenant_id{};
  std::vector<std::string> event_types;
  std::vector<domain::event_filter> filters;
  bool ordered = false;
};
result<std::vector<listener>> listeners(executor& in, const std::vector<std::string>& tenant_ids);

struct new_message {
  std::string id;  // msg_…
  std::optional<std::string> tenant_id{};
  std::string type;
  std::string body;
  std::int32_t partition = -1;  // its place in the feed; negative: it is not in the feed
};
struct new_delivery {
  std::string id;  // whd_…
  std::string message_id;
  std::int64_t endpoint_number = 0;
  std::string object{};  // of an ordered endpoint: what it is about; empty: it waits for nothing
};
// To listeners() of the same transaction; messages nobody is sent are kept for the feed. Those that are there already
// stay as they are. Returns how many deliveries are new.
result<std::int64_t> add(executor& in, const std::vector<new_message>& messages,
                         const std::vector<new_delivery>& deliveries);

struct limits {
  std::int32_t most = 0;             // deliveries in all
  std::int32_t of_an_endpoint = 8;   // at once, all processes together
  std::int32_t failures_to_one = 5;  // in a row: then one at once
  std::int64_t lease_s = 60;         // longer than an attempt lasts
};
struct due_delivery {
  std::int64_t number = 0;
  std::int64_t endpoint_number = 0;
  std::string endpoint_id;
  std::string url;
  std::string message_id;
  std::string body;
  std::int32_t attempt = 0;   // this one
  std::int32_t round = 0;     // before this one
  std::int32_t failures = 0;  // of the endpoint, in a row
  timestamp now{};
};
// Those that wait longest, each leased: whoever asks meanwhile gets others. Of an endpoint with a rate no more than it
// allows, all processes together; of an object of an ordered one, the first.
result<std::vector<due_delivery>> take(executor& in, const limits& l);

// Until something is due that is not yet, `most_ms` at most.
result<std::int64_t> rest_ms(executor& in, std::int64_t most_ms);

struct signing_secret {
  std::int64_t endpoint_number = 0;
  std::string id;
  std::string sealed;
};
// Those that sign for these endpoints, the newest first.
result<std::vector<signing_secret>> signing_secrets(executor& in, const std::vector<std::int64_t>& endpoints);

using verdict = domain::webhook_verdict;
struct outcome {
  verdict what{};
  std::int64_t wait_ms = 0;   // of again
  std::int64_t pause_ms = 0;  // nothing is sent to this endpoint for so long
  timestamp started_at{};
  std::int32_t duration_ms = 0;
  std::optional<std::int32_t> status{};
  std::string response;
  std::string error;
};
struct noted {
  bool counted = false;  // false: the lease had run out and somebody else took it, whose outcome counts
  // Set when this outcome disabled the endpoint: as it was, and as it is.
  std::optional<webhook_endpoint_row> before{};
  std::optional<webhook_endpoint_row> disabled{};
};
struct ended {
  due_delivery delivery;
  outcome what_came;
};
// What came of attempts, in the order in which they ended: one answer for each. `patience_s`: an endpoint that does
// nothing but fail for so long is disabled.
result<std::vector<noted>> note(executor& in, const std::vector<ended>& all, std::int64_t patience_s);

}  // namespace weir::postgres::webhook_queue
