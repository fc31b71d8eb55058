// The slow, obvious reference: a list of records in, the tables that must come out. Shares no code with the worker but
// the types of the tables and the parsing of decimals and paths it is given.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <tests/sim/usage_log.hpp>

namespace weir::sim {

// Which meters applied from which offset on.
struct meters_from {
  stream::offset from = 0;
  std::vector<usage::live_meter> meters;
};

struct model_cell {
  std::int64_t events = 0;
  std::set<std::string> ids;
  stream::offset first_offset = 0;
  stream::offset last_offset = 0;
  std::vector<std::pair<std::int64_t, decimal>> values;  // time, value, in log order
  std::set<std::string> distinct;
};

struct model_counts {
  std::int64_t counted = 0, duplicate = 0, conflict = 0, unmatched = 0, rejected = 0, quarantined = 0;
  bool operator==(const model_counts&) const = default;
};

struct model_tables {
  std::map<usage::stored_cell_key, model_cell> cells;
  std::map<std::pair<std::int32_t, usage::arrival_hour>, model_counts> conservation;  // tenant number, hour
  std::size_t rejected_rows = 0;
  std::size_t conflict_rows = 0;
  std::size_t claims = 0;
};

// One partition's tables after `records`.
model_tables model_of(const std::vector<made_record>& records, const std::vector<made_tenant>& tenants,
                      const std::vector<meters_from>& meters, const std::set<stream::offset>& quarantined);

// The first difference between what one partition's model says and what the tables hold, or nothing.
std::optional<std::string> difference(const model_tables& model, const usage::usage_tables& tables,
                                      stream::partition_number partition, const std::set<std::int32_t>& tenants_here,
                                      const std::vector<usage::live_meter>& all_meters);

}  // namespace weir::sim
