// What postgres::usage_totals::read puts together from rows, put together from cells that were counted in memory.
#pragma once

#include <span>
#include <vector>

#include <src/app/cell_stretches.hpp>

#include <weir/postgres/usage_totals.hpp>

namespace weir::app {

// The class that a cell of these dimensions belongs to; nothing: to none.
std::optional<std::size_t> class_of(std::string_view dimensions,
                                    std::span<const postgres::usage_totals::usage_class> classes);

// One total for each class, of all the stretches together. Error: cell_overflow.
result<std::vector<postgres::usage_totals::total>> recounted_totals(
    const usage::counted_cells& cells, std::span<const cell_stretch> stretches,
    std::span<const postgres::usage_totals::usage_class> classes);

// Of one cell, as the meter puts values together.
decimal value_of(const usage::stored_cell& c);

}  // namespace weir::app
