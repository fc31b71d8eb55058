// What was counted for a tenant in a stretch of its hours, put together as the meter puts values together, and the
// cells that it is made of.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/base/decimal.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/meters.hpp>

namespace weir::postgres::usage_totals {

// One group of the meter, and values of it as JSON texts (`"eu"`, `true`).
struct group_filter {
  std::string dimension;
  std::vector<std::string> values;  // any of them
};
// All of a class's filters fit.
using usage_class = std::vector<group_filter>;

struct total {
  decimal quantity;         // 0 when nothing was counted
  std::int64_t events = 0;  // that make it up
  std::int64_t cells = 0;
  decimal id_sum;  // of the events' identities: tells other events apart from these
};

// `from` and `to` are starts of the tenant's hours. Cells belong to the first class that they fit; those that fit none
// are in no total. One total for each class. Error: cell_overflow.
result<std::vector<total>> read(executor& in, std::int32_t tenant, const meter_row& meter, timestamp from, timestamp to,
                                std::span<const usage_class> classes);
// The same of several tenants, for each of them in their order. None is named twice.
result<std::vector<std::vector<total>>> read(executor& in, std::span<const std::int32_t> tenants,
                                             const meter_row& meter, timestamp from, timestamp to,
                                             std::span<const usage_class> classes);

struct cell {
  timestamp hour;  // that it begins with
  std::string subject{};
  std::string dimensions{};  // JSON object
  decimal value{};           // of this hour alone, as the meter puts values together
  std::int64_t events = 0;
  std::int64_t first_offset = 0, last_offset = 0;  // of the records that its events are in
};

// Where a list of cells goes on, in a few bytes whatever the cell's names are.
struct cell_mark {
  timestamp hour;
  std::string digest;  // of subject and dimensions, 64 hexadecimal digits
};
cell_mark mark_of(const cell& c);

// Which cells: as of read(), those that belong to class `which`.
struct cell_range {
  std::int32_t tenant = 0;
  timestamp from, to;
  std::span<const usage_class> classes;
  std::size_t which = 0;
};

// By hour, subject and dimensions, after `after` (nothing: from the first). Errors: cell_overflow.
result<std::vector<cell>> list_cells(executor& in, const meter_row& meter, const cell_range& of,
                                     const std::optional<cell_mark>& after, std::int32_t limit);

// One of them; nothing when nothing was counted in it.
result<std::optional<cell>> find_cell(executor& in, std::int32_t tenant, const meter_row& meter, timestamp hour,
                                      const std::string& subject, const std::string& dimensions);

// The class that a cell of these dimensions belongs to; nothing: to none.
result<std::optional<std::size_t>> class_of(executor& in, const std::string& dimensions,
                                            std::span<const usage_class> classes);

}  // namespace weir::postgres::usage_totals
