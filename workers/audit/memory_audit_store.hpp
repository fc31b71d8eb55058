// The audit store's in-memory twin, on stream::memory_database: for histories. One thread.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <workers/audit/audit_store.hpp>

#include <weir/stream/memory_database.hpp>

namespace weir::audit {

// Lives in memory_database::contents::tables.
struct audit_tables {
  std::set<std::string> tenants;  // that exist
  std::map<std::string, std::vector<domain::audit_entry>> chains;
  std::set<std::string> event_ids;
  std::map<stream::partition_number, taken_mark> marks;
};

class memory_audit_store final : public audit_store {
 public:
  explicit memory_audit_store(stream::memory_database& database) : database_(database) {}

  static audit_tables& tables(stream::memory_database& database);

  result<std::optional<taken_mark>> find_mark(stream::partition_number partition) override;
  result<void> write(stream::transaction& tx, const partition_events& what) override;

 private:
  stream::memory_database& database_;
};

}  // namespace weir::audit
