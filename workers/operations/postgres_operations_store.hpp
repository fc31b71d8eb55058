// The operations store in PostgreSQL.
#pragma once

#include <workers/operations/operations_store.hpp>

#include <weir/base/time.hpp>

namespace weir::operations {

class postgres_operations_store final : public operations_store {
 public:
  explicit postgres_operations_store(clock_source& clock) : clock_(clock) {}

  result<void> write(stream::transaction& tx, std::span<const received_command> commands) override;

 private:
  clock_source& clock_;
};

}  // namespace weir::operations
