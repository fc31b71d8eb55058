// Rows of `webhook_messages`, `webhook_deliveries` and `webhook_attempts` as their owners read them and ask for them
// once more. What is due is webhook_queue.hpp. Instants are the database's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct webhook_delivery_row {
  std::string id;
  std::int64_t number = 0;
  std::string message_id;
  std::string type;
  std::string state;                           // waiting, delivered, failed
  std::optional<std::string> failed_reason{};  // attempts, refused, disabled
  std::int32_t attempts = 0;
  timestamp created_at{};
  std::optional<timestamp> due_at{};  // of one that waits
  std::optional<timestamp> ended_at{};
  std::optional<std::int32_t> last_status{};
  std::string body;  // of find() only
};

struct webhook_attempt_row {
  std::int32_t attempt = 0;
  timestamp started_at{};
  std::int32_t duration_ms = 0;
  std::optional<std::int32_t> status{};
  std::string response;
  std::string error;
};

namespace webhook_deliveries {

// Empty members do not narrow.
struct filter {
  std::string state;
  std::string type;
  std::string message_id;
};
// The newest first, before number `before` (0: from the newest).
result<std::vector<webhook_delivery_row>> list(executor& in, std::int64_t endpoint, const filter& f,
                                               std::int64_t before, std::int32_t limit);

// Error: webhook_delivery_not_found.
result<webhook_delivery_row> find(executor& in, std::int64_t endpoint, const std::string& id);

// The newest first.
result<std::vector<webhook_attempt_row>> attempts(executor& in, std::int64_t delivery, std::int32_t limit);

// Due now, from the beginning of the schedule.
result<void> resend(executor& in, std::int64_t endpoint, const std::string& id);

// The same for all that failed and were made at `since` or later. Returns how many.
result<std::int64_t> resend_failed(executor& in, std::int64_t endpoint, timestamp since);

}  // namespace webhook_deliveries
}  // namespace weir::postgres
