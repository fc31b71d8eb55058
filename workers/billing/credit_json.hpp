// schemas/json/credit.json, credit_entry.json and credit_balance.json: what the API answers and announcements carry.
#pragma once

#include <string>

#include <weir/postgres/credits.hpp>

namespace weir::billing {

// As it stands at `now`.
std::string credit_json(const postgres::credit_grant_row& row, const std::string& tenant_id, timestamp now);

std::string credit_entry_json(const postgres::credit_entry_row& row);

std::string credit_balance_json(const postgres::credit_balance_row& row);

}  // namespace weir::billing
