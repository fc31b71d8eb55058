// The redrive job's rows in PostgreSQL, under weir_worker. Any thread.
#pragma once

#include <workers/operations/redrive_job.hpp>

#include <weir/base/time.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::operations {

class postgres_redrive_store final : public redrive_store {
 public:
  postgres_redrive_store(postgres::pool& database, clock_source& clock) : database_(database), clock_(clock) {}

  result<std::vector<rejected_event>> load(std::span<const std::string> ids,
                                           const std::optional<tenant_id>& tenant) override;
  result<void> mark_redriven(std::span<const std::string> ids, const std::string& principal,
                             const std::string& request) override;

 private:
  postgres::pool& database_;
  clock_source& clock_;
};

}  // namespace weir::operations
