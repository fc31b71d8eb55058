// The workers of one process.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <src/app/program.hpp>

#include <weir/postgres/pool.hpp>

namespace weir::app {

class worker_set {
 public:
  static std::span<const std::string_view> names();  // usage, operations, relay, audit, notify, archive, webhooks

  // Starts the workers of these names. `partitions` as the database has recorded them. `ended` is called, from a
  // worker's thread, when a worker cannot go on: the process must end.
  static result<std::unique_ptr<worker_set>> start(const program& p, postgres::pool& pool, std::int32_t partitions,
                                                   std::span<const std::string> names,
                                                   std::function<void(const error&)> ended);
  // Flushes what is open and gives the partitions back.
  ~worker_set();

 private:
  struct parts;
  explicit worker_set(std::unique_ptr<parts> p);
  std::unique_ptr<parts> parts_;
};

}  // namespace weir::app
