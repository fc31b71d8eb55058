// The payments worker and what applies the events that it stores, put together and running on threads of their own.
#pragma once

#include <functional>
#include <memory>

#include <src/app/program.hpp>

#include <weir/postgres/pool.hpp>

namespace weir::app {

class payments_runtime {
 public:
  // As usage_runtime::start.
  static result<std::unique_ptr<payments_runtime>> start(const program& p, postgres::pool& pool,
                                                         std::int32_t partitions,
                                                         std::function<void(const error&)> ended);
  // Flushes what is open, ends what is being applied, gives the partitions back.
  ~payments_runtime();

 private:
  struct parts;
  explicit payments_runtime(std::unique_ptr<parts> p);
  std::unique_ptr<parts> parts_;
};

}  // namespace weir::app
