// What became of each command: written by the worker that handled it, read by whoever waits for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct command_result_row {
  std::string id;
  std::optional<std::int32_t> tenant_number{};
  std::string type;
  std::string principal;
  std::string status;  // accepted, running, succeeded, failed
  std::optional<std::int32_t> http_status{};
  std::optional<std::string> problem{};   // JSON
  std::optional<std::string> resource{};  // JSON
  std::optional<std::int32_t> partition{};
  std::optional<std::int64_t> log_offset{};
  timestamp created_at{};
  std::optional<timestamp> finished_at{};
};

namespace command_results {

// The API: before or after producing. A command that is known already stays as it is.
result<void> accept(executor& in, const command_result_row& c);

// The worker: whether the command was handled before (succeeded or failed): then it must have no second effect.
result<bool> handled(executor& in, const std::string& id);

// The worker, in its flush: makes the row when the API's is missing. A handled command stays as it is.
result<void> finish(executor& in, const command_result_row& c);

// Error: command_not_found.
result<command_result_row> get(executor& in, const std::string& id);

}  // namespace command_results
}  // namespace weir::postgres
