// Which lines bill the usage of one cell: the way back from an event to its invoices.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/invoices.hpp>

namespace weir::billing {

struct counted_cell {
  std::int32_t tenant = 0;
  std::int32_t meter = 0;  // its number
  std::string slug;        // of the meter
  timestamp hour{};        // that it begins with
  std::string dimensions;  // JSON object
};

// Of finalized invoices that are not void, the oldest first: the line that billed the hour, one for each subscription
// that does, and what corrected it later. Errors: those of the database.
result<std::vector<postgres::issued_line>> lines_of_cell(postgres::executor& in, const counted_cell& cell);

}  // namespace weir::billing
