// The events that a cell of usage was counted from, as far as the log still has them, newest first.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <api/usage/event_log.hpp>
#include <api/usage/event_outcome.hpp>

#include <weir/postgres/meters.hpp>
#include <weir/postgres/usage_totals.hpp>

namespace weir::api {

struct cell_of_meter {
  postgres::meter_row meter;
  postgres::usage_totals::cell cell;  // events 0: nothing was counted in it
};

// Path and query of GET /api/v1/meters/{meter}/events for a cell.
std::string cell_events_path(const std::string& tenant_id, const cell_of_meter& of);

// Events of the cell's type, subject and hour, from its last record back to its first one, within `limits`. Errors:
// those of read_backwards().
result<event_page> read_cell_events(log_source& log, const tenant_log& at, const cell_of_meter& of,
                                    std::optional<log_place> before, const scan_limits& limits);

// Leaves those that were counted in the cell. Resends and events of other groups go. `outcomes[i]` is of `events[i]`.
void keep_counted(const cell_of_meter& of, std::vector<log_event>& events, std::vector<event_outcome>& outcomes);

// One object: `cell`, `is_in_log`, `items`, `next_cursor`.
std::string write_cell_events(const cell_of_meter& of, const event_page& found,
                              const std::vector<event_outcome>& outcomes, const std::optional<std::string>& next);

}  // namespace weir::api
