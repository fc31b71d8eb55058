// schemas/json/budget.json and budget_crossing.json: what the API answers and announcements carry.
#pragma once

#include <string>

#include <weir/postgres/budgets.hpp>

namespace weir::billing {

enum class budget_part : std::uint8_t { all, without_state };

std::string budget_json(const postgres::budget_row& row, const std::string& tenant_id,
                        budget_part part = budget_part::all);

std::string crossing_json(const postgres::budget_crossing_row& c, const postgres::budget_row& of,
                          const std::string& tenant_id);

}  // namespace weir::billing
