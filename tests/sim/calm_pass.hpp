// The same log once more, in one calm pass of the worker on the twin's tables: no crash, one owner, one flush for each
// version of the meters. Whatever a history went through, its tables must equal these in every column.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <tests/sim/usage_log.hpp>
#include <workers/usage/memory_usage_store.hpp>

namespace weir::sim {

struct calm_input {
  std::map<stream::partition_number, std::vector<stream::stored_record>> records;  // as far as they were counted
  std::set<std::pair<stream::partition_number, stream::offset>> quarantined;
  std::map<std::int64_t, std::vector<usage::live_meter>> versions;
  std::map<std::pair<stream::partition_number, std::int64_t>, stream::offset> definition_offsets;
  std::vector<made_tenant> tenants;
  stream::partition_number partitions = 1;
  std::set<std::pair<stream::partition_number, stream::offset>> flushes{};  // more of them, each before this record
  bool reopened = false;  // each flush is made by another owner, who knows what the tables say and nothing else
};

usage::usage_tables calm_pass(const calm_input& in);

// Every row of every table as one line; a line that stands twice is numbered.
std::set<std::string> rows_of(const usage::usage_tables& t);

// The first difference in any column, or nothing. Order of rows and of claims within a partition is nobody's business.
std::optional<std::string> unequal(const usage::usage_tables& have, const usage::usage_tables& wanted);

}  // namespace weir::sim
