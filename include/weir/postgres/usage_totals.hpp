// What was counted for a tenant in a stretch of its hours, put together as the meter puts values together.
#pragma once

#include <cstdint>
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

}  // namespace weir::postgres::usage_totals
