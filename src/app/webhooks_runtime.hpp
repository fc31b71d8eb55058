// The webhooks worker and the sender of its deliveries, put together and running on threads of their own.
#pragma once

#include <functional>
#include <memory>

#include <src/app/program.hpp>

#include <weir/postgres/pool.hpp>

namespace weir::app {

class webhooks_runtime {
 public:
  // As usage_runtime::start. Error besides: setting_invalid, of WEBHOOK_PORTS, WEBHOOK_ALLOWED_NETWORKS or
  // WEBHOOK_CA_FILE.
  static result<std::unique_ptr<webhooks_runtime>> start(const program& p, postgres::pool& pool,
                                                         std::function<void(const error&)> ended);
  // Flushes what is open, ends what is being sent, gives the partitions back.
  ~webhooks_runtime();

 private:
  struct parts;
  explicit webhooks_runtime(std::unique_ptr<parts> p);
  std::unique_ptr<parts> parts_;
};

}  // namespace weir::app
