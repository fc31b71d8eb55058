// The audit store in PostgreSQL. Reads go through the pool as weir_worker; write() runs inside the flush's transaction.
#pragma once

#include <workers/audit/audit_store.hpp>

#include <weir/postgres/pool.hpp>

namespace weir::audit {

class postgres_audit_store final : public audit_store {
 public:
  explicit postgres_audit_store(postgres::pool& pool) : pool_(pool) {}

  result<std::optional<taken_mark>> find_mark(stream::partition_number partition) override;
  result<void> write(stream::transaction& tx, const partition_events& what) override;

 private:
  postgres::pool& pool_;
};

}  // namespace weir::audit
