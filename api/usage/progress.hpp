// How far the usage worker has come: what an answer may claim to contain.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::api {

inline constexpr const char* usage_consumer = "usage";
inline constexpr const char* operations_consumer = "operations";  // carries out commands

// Everything that the broker appended before this instant is in the tables; nothing while some partition has not said
// so yet. `bucket`: of a tenant; absent: of all. Read it before the tables, in the same transaction or an earlier one.
result<std::optional<timestamp>> data_through(postgres::executor& in, std::optional<std::int32_t> bucket);

struct partition_progress {
  std::int32_t partition = 0;
  std::int64_t next_offset = 0;
  std::optional<timestamp> data_through{};
  bool halted = false;
};
result<std::vector<partition_progress>> usage_progress(postgres::executor& in, std::optional<std::int32_t> partition);

// The partition of a tenant's records: its bucket mod installation.partitions.
result<std::int32_t> partition_of_bucket(postgres::executor& in, std::int32_t bucket);

}  // namespace weir::api
