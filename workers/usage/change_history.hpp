// Commands about imports of past usage: the states that they move, and the job that does what takes longer (ADR 15).
#pragma once

#include <string_view>

#include <weir/jobs/runner.hpp>
#include <weir/postgres/command_handler.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::usage {

inline constexpr std::string_view history_import_kind = "history_import";
inline constexpr std::int64_t history_rows_most = 200'000;  // of an import: one transaction moves their cells

// Errors: history_import_not_found, history_import_state_refused, history_import_invalid (rows were refused, or there
// are others than the caller believes).
result<postgres::command_outcome> start_history_import(postgres::executor& in, const postgres::command_origin& c,
                                                       const contract::start_history_import& what);

// Errors: history_import_not_found, history_import_state_refused.
result<postgres::command_outcome> cancel_history_import(postgres::executor& in, const postgres::command_origin& c,
                                                        const contract::cancel_history_import& what);

// The job. A started import takes its place once everything before its start is counted; of a canceled one the cells
// go. Arguments: {"history_import_id", "principal", "request"}. Result: {"state", "replaced_cells", "imported_cells"}.
// Repeated, it finds that it was done.
jobs::handler history_import_job(postgres::pool& database, clock_source& clock);

}  // namespace weir::usage
