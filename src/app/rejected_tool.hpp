// What the verbs about rejected events share: the selection, and the command that decides about it.
#pragma once

#include <string>
#include <vector>

#include <src/app/tool_verbs.hpp>

#include <weir/postgres/pool.hpp>
#include <weir/postgres/rejected.hpp>

namespace weir::app {

struct selection {
  std::vector<postgres::rejected_row> rows;                       // newest first, at most o.limit
  std::vector<postgres::rejected::code_count> counts;             // of everything that matches
  std::vector<std::pair<std::int32_t, std::string>> tenant_keys;  // of the rows
};

// Errors: tenant_not_found, time_malformed, rejected_not_found (an id), the database's.
result<selection> select_rejected(postgres::pool& database, const rejected_options& o);

std::string rejected_json(const postgres::rejected_row& r, const std::string& tenant_key);
std::string key_of(const selection& s, std::int32_t tenant_number);

// Produces one command for each 1,000 ids and waits for what came of it. Returns the exit code.
int decide_rejected(const tool& t, postgres::pool& database, const std::vector<std::string>& ids, bool redrive,
                    bool json);

}  // namespace weir::app
