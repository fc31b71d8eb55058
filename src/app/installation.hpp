// The installation's one row: which topics belong to this database, with how many partitions.
#pragma once

#include <atomic>
#include <cstdint>

#include <src/app/program.hpp>

#include <weir/base/error.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::app {

struct installed {
  std::int32_t partitions = 0;
};

// Makes the row at the first start, with a new claim key; later compares it with the settings. Errors:
// installation_mismatch, partition_count_mismatch, and the database's.
result<installed> record_installation(const program& p, postgres::pool& database);

// What every long-running verb checks before it starts: migrations current, installation recorded, topics present with
// the recorded number of partitions. Waits for a database or broker that is not there yet, and says so, until `stop`.
result<installed> ready_to_run(const program& p, postgres::pool& database, const std::atomic<bool>& stop);

}  // namespace weir::app
