// The operations store's in-memory twin, on stream::memory_database: for simulations. One thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <workers/operations/operations_store.hpp>

#include <weir/stream/memory_database.hpp>

namespace weir::operations {

// Lives in memory_database::contents::tables.
struct operations_tables {
  struct command_row {
    std::string status;
    std::string code;  // of a failed one
  };
  std::map<std::string, std::string> rejected;  // id → open, redriven, discarded
  std::map<std::string, command_row> results;
  std::map<std::string, std::vector<std::string>> jobs;  // id → rejected ids
  std::vector<std::string> carried_out;                  // command ids, each time one had an effect
};

class memory_operations_store final : public operations_store {
 public:
  static operations_tables& tables(stream::memory_database& database);

  result<void> write(stream::transaction& tx, std::span<const received_command> commands) override;
};

}  // namespace weir::operations
