// Input that was not counted, and events whose identity was counted with another content. Newest first.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct rejected_row {
  std::string id;
  std::int32_t tenant_number = 0;
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t first_offset = 0;
  std::int64_t last_offset = 0;
  std::int32_t event_index = 0;  // -1: a range
  std::int64_t count = 1;
  std::optional<std::int32_t> meter_number{};
  std::string code;
  std::string detail;
  std::optional<std::string> event_id{};
  std::optional<std::string> source{};
  std::optional<std::string> type{};
  std::optional<std::string> subject{};
  std::optional<timestamp> event_time{};
  timestamp appended_at{};
  timestamp rejected_at{};
  std::string state;  // open, redriven, discarded
  std::optional<timestamp> decided_at{};
  std::optional<std::string> decided_by{};
};

struct conflict_row {
  std::int32_t tenant_number = 0;
  std::int32_t partition = 0;
  std::int64_t log_offset = 0;
  std::int32_t event_index = 0;
  std::string event_id;
  std::string source;
  std::string type;
  std::string subject;
  timestamp appended_at{};
  timestamp noticed_at{};
};

namespace rejected {

// What is absent does not filter. `from` ≤ rejected_at < `to`.
struct filter {
  std::optional<std::int32_t> tenant_number{};
  std::optional<std::string> code{};
  std::optional<std::string> state{};
  std::optional<std::int32_t> meter_number{};
  std::optional<std::string> event_id{};
  std::optional<std::string> source{};
  std::optional<timestamp> from{};
  std::optional<timestamp> to{};
};
// The last row of the page before.
struct cursor {
  timestamp rejected_at{};
  std::string id;
};
result<std::vector<rejected_row>> list(executor& in, const filter& f, const std::optional<cursor>& after,
                                       std::int32_t limit);

struct code_count {
  std::string code;
  std::int64_t rows = 0;
  std::int64_t events = 0;
};
// What matches, by code, most first.
result<std::vector<code_count>> count_by_code(executor& in, const filter& f);

// Error: rejected_not_found.
result<rejected_row> get(executor& in, const std::string& id);

// From open to `state` (redriven, discarded). Errors: rejected_not_found, rejected_state.
result<rejected_row> decide(executor& in, const std::string& id, const std::string& state, const std::string& by);

// Those of `ids` that the tenant has (absent: that anybody has), in no order.
result<std::vector<rejected_row>> find_all(executor& in, std::span<const std::string> ids,
                                           std::optional<std::int32_t> tenant_number);

// All of `ids` that are open and the tenant's, at once: those that were decided by this call.
result<std::vector<rejected_row>> decide_all(executor& in, std::span<const std::string> ids,
                                             std::optional<std::int32_t> tenant_number, const std::string& state,
                                             const std::string& by);

}  // namespace rejected

namespace conflicts {

struct filter {
  std::optional<std::int32_t> tenant_number{};
  std::optional<std::string> event_id{};
  std::optional<std::string> source{};
};
struct cursor {
  timestamp noticed_at{};
  std::int32_t partition = 0;
  std::int64_t log_offset = 0;
  std::int32_t event_index = 0;
};
result<std::vector<conflict_row>> list(executor& in, const filter& f, const std::optional<cursor>& after,
                                       std::int32_t limit);

}  // namespace conflicts
}  // namespace weir::postgres
