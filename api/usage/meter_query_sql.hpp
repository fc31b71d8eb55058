// The one statement that reads a meter's cells: composed, because windows, groups and filters differ with each
// question.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <api/usage/meter_query.hpp>

namespace weir::api {

struct cell_selection {
  std::int32_t meter_number = 0;
  std::int32_t generation = 1;
  domain::aggregation aggregation{};
  std::vector<std::int32_t> tenants{};
  window_size window = window_size::none;
  std::span<const timestamp> bounds{};  // at least two
  bool whole_dimensions = false;        // grouped by all dimensions of the meter: their text is the key
  bool whole_cells = false;             // a row of the answer is a cell: nothing to sum up
};

struct composed_sql {
  std::string text{};
  std::vector<postgres::param> params{};
};

// Columns: window, then the keys in the order tenant, subject, dimensions (each where grouped by), events, value. The
// window is the hour, or the number of the window, from 1, for days and months, or 0. One row more than query_rows_most
// may come. Dimensions are their text as a whole, or a column for each one asked for, in which '' is missing; plain
// groups stand behind a '='.
composed_sql compose(const cell_selection& cells, const meter_query& q);

}  // namespace weir::api
