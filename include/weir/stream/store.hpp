// One flush = one transaction: progress first, effects second, commit last.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/stream/lease.hpp>

namespace weir::stream {

enum class commit_outcome {
  committed,
  rolled_back,  // surely not applied
  unknown,      // the connection was lost at COMMIT: only the rows can tell
};

// Used by one thread. Destroying an unfinished transaction rolls it back.
class transaction {
 public:
  virtual ~transaction() = default;

  // The first statement of a flush: moves every row whose (epoch, next_offset) still is as `moves` says, in partition
  // order. Returns the partitions that are not: they are fenced, and the transaction must be rolled back.
  virtual result<std::vector<partition_number>> advance(std::span<const progress> moves) = 0;

  virtual commit_outcome commit() = 0;
  virtual void roll_back() = 0;
};

class store {
 public:
  virtual ~store() = default;

  // Errors: database_unavailable, database_timeout (retryable).
  virtual result<std::unique_ptr<transaction>> begin() = 0;

  // After an unknown outcome: which of `moves` are in the database. Locks the rows on a fresh connection, so that it
  // waits for the old backend to end. All or none of one transaction's moves are there, unless a successor has moved
  // on; a partition that a successor owns is reported as `fenced`.
  struct resolution {
    bool committed = false;
    std::vector<partition_number> fenced;
  };
  virtual result<resolution> resolve(std::span<const progress> moves) = 0;
};

}  // namespace weir::stream
