// What the audit worker needs of the database. The real one is postgres_audit_store; the twin is memory_audit_store.
#pragma once

#include <optional>
#include <vector>

#include <workers/audit/chained_event.hpp>

#include <weir/stream/store.hpp>

namespace weir::audit {

// The relay's number of the last announcement that was taken from a partition, and the offset after its record.
struct taken_mark {
  std::int64_t seq = 0;
  stream::offset next = 0;
};

// What one flush chains of one partition.
struct partition_events {
  stream::partition_number partition = 0;
  std::vector<chained_event> events;  // in the order of the log
  taken_mark mark;
};

class audit_store {
 public:
  virtual ~audit_store() = default;

  virtual result<std::optional<taken_mark>> find_mark(stream::partition_number partition) = 0;

  // Inside a flush's transaction: puts each event at the end of its chain, one that is in a chain already nowhere, and
  // stores the mark. An event of a tenant that does not exist goes to the platform's chain.
  virtual result<void> write(stream::transaction& tx, const partition_events& what) = 0;
};

}  // namespace weir::audit
