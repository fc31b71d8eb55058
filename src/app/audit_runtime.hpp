// The audit worker and the signer of its checkpoints, put together and running on threads of their own.
#pragma once

#include <functional>
#include <memory>

#include <src/app/program.hpp>

#include <weir/postgres/pool.hpp>

namespace weir::app {

class audit_runtime {
 public:
  // As usage_runtime::start.
  static result<std::unique_ptr<audit_runtime>> start(const program& p, postgres::pool& pool,
                                                      std::function<void(const error&)> ended);
  // Flushes what is open and gives the partitions back.
  ~audit_runtime();

 private:
  struct parts;
  explicit audit_runtime(std::unique_ptr<parts> p);
  std::unique_ptr<parts> parts_;
};

}  // namespace weir::app
