// Rejections and conflicts as the API shows them: ids and slugs in place of numbers, and the events themselves.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <api/usage/event_fate.hpp>

#include <weir/postgres/rejected.hpp>

namespace weir::api {

// What the numbers in rows stand for.
struct row_names {
  std::map<std::int32_t, std::string> tenants{};  // number → id
  std::map<std::int32_t, std::string> meters{};   // number → slug
};
result<row_names> names_of(postgres::executor& in, std::span<const postgres::rejected_row> rows);
result<row_names> names_of(postgres::executor& in, std::span<const postgres::conflict_row> rows);

// The event at a place of the log; nothing when it is not there any more, or did not come in time.
result<std::optional<log_event>> read_event(log_source& log, stream::partition_number partition, stream::offset offset,
                                            std::int32_t index, std::chrono::milliseconds time);

// An object, with `event` null when there is none.
void write_rejected(contract::json_writer& out, const postgres::rejected_row& r, const row_names& names,
                    const std::optional<log_event>& event);

struct conflict_bodies {
  std::optional<log_event> refused{};
  counted_event counted{};
};

// Both sides of each conflict, in the order of the rows, until `time` is up: the rest stays empty, as does what the log
// does not give. Errors: the database's.
result<std::vector<conflict_bodies>> read_bodies(postgres::pool& database, const postgres::tenant_scope& scope,
                                                 log_source& log, std::span<const postgres::conflict_row> rows,
                                                 std::int64_t accept_days, std::chrono::milliseconds time);

void write_conflict(contract::json_writer& out, const postgres::conflict_row& r, const row_names& names,
                    const conflict_bodies& bodies);

}  // namespace weir::api
