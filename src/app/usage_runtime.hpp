// The usage worker of a process: its counting threads (USAGE_THREADS) and what they share.
#pragma once

#include <functional>
#include <memory>

#include <src/app/program.hpp>

#include <weir/base/metrics.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::app {

class usage_runtime {
 public:
  // `partitions` as the database has recorded them. `ended` is called, from one of the threads, when it
  // cannot go on: the process must end.
  static result<std::unique_ptr<usage_runtime>> start(const program& p, postgres::pool& pool, std::int32_t partitions,
                                                      std::function<void(const error&)> ended);
  // Flushes what is open and gives the partitions back.
  ~usage_runtime();

 private:
  struct parts;
  explicit usage_runtime(std::unique_ptr<parts> p);
  std::unique_ptr<parts> parts_;
};

}  // namespace weir::app
