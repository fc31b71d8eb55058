// schemas/json/history_import.json: an import of past usage as the API and announcements show it.
#pragma once

#include <string>

#include <weir/postgres/history_imports.hpp>

namespace weir::usage {

std::string history_import_json(const postgres::history_import_row& row);

}  // namespace weir::usage
