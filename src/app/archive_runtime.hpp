// The archive worker: one engine for each topic that is archived, and a sweeper, on threads of their own.
#pragma once

#include <functional>
#include <memory>

#include <src/app/program.hpp>

#include <weir/postgres/pool.hpp>

namespace weir::app {

class archive_runtime {
 public:
  // As usage_runtime::start. With ARCHIVE_URL=off nothing runs.
  static result<std::unique_ptr<archive_runtime>> start(const program& p, postgres::pool& pool, std::int32_t partitions,
                                                        std::function<void(const error&)> ended);
  // Archives what is open and gives the partitions back.
  ~archive_runtime();

 private:
  struct parts;
  explicit archive_runtime(std::unique_ptr<parts> p);
  std::unique_ptr<parts> parts_;
};

}  // namespace weir::app
