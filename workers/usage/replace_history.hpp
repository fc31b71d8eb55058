// An import's cells take the place of what is counted of its range, or go.
#pragma once

#include <weir/postgres/executor.hpp>
#include <weir/postgres/history_imports.hpp>

namespace weir::usage {

// Of the import's meter, in the generation that the meter has. The caller has locked the import, and knows that the
// usage worker writes no cell of the range any more.
result<postgres::history_imports::replacement> replace_history(postgres::executor& in,
                                                               const postgres::history_import_row& import);

// The cells of an import that was given up.
result<void> drop_history(postgres::executor& in, const postgres::history_import_row& import);

}  // namespace weir::usage
