// Rows of an import of past usage: a stretch of a file, line by line, as CloudEvents in JSON for one meter.
//
// CSV (RFC 4180): the first line names the columns. `time` (RFC 3339) has to be there, and `value` unless the meter
// counts; `subject` and the meter's groups may be. `group.NAME` is a group whose name is one of these words. Values and
// groups are texts; an empty one is none. The event's id is its line, its source the import: sent again, it is the same
// event. Events: one CloudEvent in JSON in each line. Empty lines are passed over.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/base/ulid.hpp>
#include <weir/domain/meter.hpp>

namespace weir::contract {

struct history_row {
  std::size_t line = 0;          // of the file
  std::string json;              // the CloudEvent; empty: `refused` says why there is none
  std::optional<error> refused;  // history_import_invalid
};

// The line of the first row of CSV, behind the names of columns, or of the first line of events is `first_line`.
// Errors, of all of it: history_import_invalid (columns that are missing, unknown or there twice; groups of the meter
// whose places in an event no row can fill side by side; a quote that does not end).
result<std::vector<history_row>> history_rows_of_csv(std::string_view text, std::size_t first_line,
                                                     const domain::meter& meter, history_import_id import);
std::vector<history_row> history_rows_of_events(std::string_view text, std::size_t first_line);

}  // namespace weir::contract
