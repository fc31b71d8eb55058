// What a partition's tables and its log hold: as the model needs it, and a line each for the story of one history.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <tests/sim/usage_log.hpp>
#include <tests/sim/usage_model.hpp>
#include <workers/usage/memory_usage_store.hpp>

namespace weir::sim {

std::vector<std::string> rows_and_records(stream::partition_number partition, const usage::usage_tables& tables,
                                          const std::vector<made_record>& records);

// Which meters applied from which offset on, in ascending order.
std::vector<meters_from> versions_of(stream::partition_number partition, const usage::usage_tables& tables,
                                     const std::map<std::int64_t, std::vector<usage::live_meter>>& versions);

// Records that were set aside.
std::set<stream::offset> quarantined_in(const usage::usage_tables& tables, stream::partition_number partition);

}  // namespace weir::sim
