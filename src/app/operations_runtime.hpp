// The operations worker and the runner of its jobs, put together and running on threads of their own.
#pragma once

#include <functional>
#include <memory>

#include <src/app/program.hpp>

#include <weir/postgres/pool.hpp>

namespace weir::app {

class operations_runtime {
 public:
  // As usage_runtime::start.
  static result<std::unique_ptr<operations_runtime>> start(const program& p, postgres::pool& pool,
                                                           std::int32_t partitions,
                                                           std::function<void(const error&)> ended);
  // Flushes what is open, gives the partitions and a running job back.
  ~operations_runtime();

 private:
  struct parts;
  explicit operations_runtime(std::unique_ptr<parts> p);
  std::unique_ptr<parts> parts_;
};

}  // namespace weir::app
