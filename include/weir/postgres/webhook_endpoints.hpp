// Rows of `webhook_endpoints`, their secrets and lanes. Instants are the database's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/domain/event_filter.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct webhook_secret_row {
  std::string id;
  std::string sealed;
  timestamp created_at{};
  std::optional<timestamp> expires_at{};  // nothing: the current one
};

struct webhook_endpoint_row {
  std::string id;
  std::int64_t number = 0;
  std::optional<std::int32_t> tenant_number{};  // nothing: the platform's
  std::optional<std::string> tenant_id{};
  std::string url;
  std::string description;
  std::vector<std::string> event_types;
  std::vector<domain::event_filter> filters{};   // all of them fit what it is told of
  std::vector<std::string> header_names{};       // of its own; their values are webhook_parts.hpp
  std::optional<std::int32_t> rate{};            // deliveries that begin within a second at most
  bool ordered = false;                          // what is about one object goes out one after the other
  bool ed25519 = false;                          // a key signs beside its secrets (webhook_parts.hpp)
  std::optional<std::string> disabled_reason{};  // nothing: enabled
  std::optional<timestamp> disabled_at{};
  std::int64_t version = 1;
  timestamp created_at{};
  timestamp updated_at{};
  std::int32_t failures = 0;  // in a row
  std::optional<timestamp> failing_since{};
  std::optional<timestamp> paused_until{};  // nothing: it is sent to
};

namespace webhook_endpoints {

inline constexpr std::int32_t most_of_an_owner = 20;
inline constexpr std::int32_t most_secrets = 3;

// id, tenant_number, url, description, event_types, filters, header_names, rate, ordered. Error:
// too_many_webhook_endpoints.
result<webhook_endpoint_row> create(executor& in, const webhook_endpoint_row& wanted);

// Error: webhook_endpoint_not_found.
result<webhook_endpoint_row> find(executor& in, const std::string& id);
// The same, and nobody else changes it or its deliveries until the transaction ends.
result<webhook_endpoint_row> lock(executor& in, const std::string& id);

// By id, after `after` (empty: from the first). `tenant`: whose; nothing: the platform's.
result<std::vector<webhook_endpoint_row>> list(executor& in, std::optional<std::int32_t> tenant,
                                               const std::string& after, std::int32_t limit);

// After lock(): what create() takes, but for whose it is, and disabled_reason. What waits for one that is disabled has
// failed; one that is enabled begins without the failures of before.
result<webhook_endpoint_row> update(executor& in, const webhook_endpoint_row& locked,
                                    const webhook_endpoint_row& wanted);

// What waits for one that was disabled, whose lane is held, has failed.
result<void> fail_waiting(executor& in, std::int64_t number);

// After lock(). With its deliveries.
result<void> remove(executor& in, const std::string& id);

// After lock(): the number of a test or a repetition, for its event's id.
result<std::int64_t> count_asked(executor& in, const std::string& id);

// The newest first; those that are over are left out.
result<std::vector<webhook_secret_row>> secrets(executor& in, std::int64_t endpoint);

// After lock(): the current one signs beside the new one for `overlap_s`, 0: no more. Bumps the endpoint's version.
// Error: webhook_secret_refused, when as many as possible sign already.
result<webhook_endpoint_row> rotate(executor& in, const webhook_endpoint_row& locked, const webhook_secret_row& next,
                                    std::int64_t overlap_s);
// After lock(): something beside its row was changed. Bumps its version.
result<webhook_endpoint_row> bump(executor& in, const webhook_endpoint_row& locked);
// The first one of a new endpoint.
result<void> add_secret(executor& in, const webhook_endpoint_row& of, const webhook_secret_row& first);

}  // namespace webhook_endpoints
}  // namespace weir::postgres
