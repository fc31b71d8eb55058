// Imports of past usage: what each is, how many of its rows are counted, and what it has replaced. Its cells are the
// usage worker's.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct history_import_row {
  std::int32_t number = 0;  // its cells have the generation -number until it takes its place
  std::string id;
  std::int32_t tenant_number = 0;
  std::string tenant_id, tenant_key;
  std::int32_t meter_number = 0;
  std::string meter_id, meter_slug;
  timestamp from{}, to{};  // starts of the tenant's hours
  std::string state;       // open, started, imported, canceled
  std::int64_t counted = 0, duplicate = 0, conflict = 0, refused = 0;
  std::optional<std::int64_t> last_offset{};  // of the last record whose rows were counted or refused while it was open
  std::optional<std::int64_t> replaced_cells{}, replaced_events{}, imported_cells{};
  std::string made_by;
  std::string job_id;  // empty: none was asked for
  std::int64_t version = 0;
  timestamp created_at{};
  std::optional<timestamp> started_at{}, imported_at{}, canceled_at{};
};

namespace history_imports {

struct new_import {
  std::string id;
  std::int32_t tenant_number = 0;
  std::int32_t meter_number = 0;
  timestamp from{}, to{};
  std::string made_by;
};

// Error: history_import_in_progress, while another one of the tenant and meter is open or started.
result<history_import_row> create(executor& in, const new_import& wanted);

// Errors: history_import_not_found.
result<history_import_row> find(executor& in, const std::string& id);
result<history_import_row> lock(executor& in, const std::string& id);

// The newest first, before `before` (0: from the newest). `tenant` absent: of all.
result<std::vector<history_import_row>> list(executor& in, std::optional<std::int32_t> tenant, std::int32_t before,
                                             std::int32_t limit);

struct row_counts {
  std::int32_t number = 0;
  std::int64_t counted = 0, duplicate = 0, conflict = 0, refused = 0;
  std::int64_t last_offset = 0;
};
// Adds to those that are open. False: one of them is not, and nothing may be committed.
result<bool> add_counts(executor& in, const std::vector<row_counts>& counts);

// From open to started, or a started one once more; from open to canceled; from started to imported.
result<void> start(executor& in, std::int32_t number, const std::string& job_id);
result<void> cancel(executor& in, std::int32_t number, const std::string& job_id);
struct replacement {
  std::int64_t replaced_cells = 0, replaced_events = 0, imported_cells = 0;
};
result<void> finish(executor& in, std::int32_t number, const replacement& what);

// Whether everything that was in the log of the tenant when the import was started is counted.
result<bool> is_read_up_to_start(executor& in, const history_import_row& which);

// Those of the tenants that have taken their place and reach beyond `since`, in the order in which they did: of two of
// a meter, the later one stands where both do.
result<std::vector<history_import_row>> in_place(executor& in, std::span<const std::int32_t> tenants, timestamp since);

struct touched_invoice {
  std::string id;
  std::string number;
  std::string state;
  std::string currency;
  std::string period_from, period_to;  // days
};
// Issued invoices that bill the meter's usage of some hour of the range, oldest first, at most `limit`.
result<std::vector<touched_invoice>> touched(executor& in, const history_import_row& which, std::int32_t limit);

}  // namespace history_imports
}  // namespace weir::postgres
