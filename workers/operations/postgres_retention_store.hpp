// The retention job's rows in PostgreSQL, under weir_worker. Any thread.
#pragma once

#include <workers/operations/retention_job.hpp>

#include <weir/postgres/pool.hpp>

namespace weir::operations {

class postgres_retention_store final : public retention_store {
 public:
  explicit postgres_retention_store(postgres::pool& database) : database_(database) {}

  std::vector<std::string> classes() const override;
  result<std::uint64_t> purge(const std::string& retention_class, std::int32_t most) override;

 private:
  postgres::pool& database_;
};

}  // namespace weir::operations
