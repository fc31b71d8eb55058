// The relay of announcements, put together and running on a thread of its own.
#pragma once

#include <functional>
#include <memory>

#include <src/app/program.hpp>

namespace weir::app {

class relay_runtime {
 public:
  // `ended` as for usage_runtime::start. Errors: log_topic_missing, broker_unavailable.
  static result<std::unique_ptr<relay_runtime>> start(const program& p, std::function<void(const error&)> ended);
  // Gives the partitions back.
  ~relay_runtime();

 private:
  struct parts;
  explicit relay_runtime(std::unique_ptr<parts> p);
  std::unique_ptr<parts> parts_;
};

}  // namespace weir::app
