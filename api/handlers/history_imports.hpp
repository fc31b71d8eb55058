// Imports of past usage: declared at once, their rows written to weir.usage, started and canceled by commands (ADR 15).
#pragma once

#include <api/context.hpp>

namespace weir::api {

result<http::response> list_history_imports(const call& c);
// Errors: history_range_refused, history_import_in_progress.
result<http::response> create_history_import(const call& c);
void get_history_import(call c, http::responder respond);
// What is counted of the range, what would be, and which invoices it touches.
void preview_history_import(call c, http::responder respond);
// 202 with Weir-Receipt after the delivery reports, or 422 with every row that cannot be counted, and then none is.
void add_history_rows(call c, http::responder respond);
void start_history_import(call c, http::responder respond);
void cancel_history_import(call c, http::responder respond);

}  // namespace weir::api
