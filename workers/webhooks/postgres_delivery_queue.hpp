// The queue of deliveries in PostgreSQL: two short transactions as weir_worker, and none while something is sent.
#pragma once

#include <workers/webhooks/delivery_queue.hpp>

#include <weir/base/secret_ring.hpp>
#include <weir/base/time.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::webhooks {

class postgres_delivery_queue final : public delivery_queue {
 public:
  // `secrets` opens those of endpoints. `clock`: when an endpoint was disabled, as its announcement has it.
  postgres_delivery_queue(postgres::pool& database, const secret_ring& secrets, clock_source& clock)
      : pool_(database), secrets_(secrets), clock_(clock) {}

  result<std::vector<due_webhook>> take(std::int32_t most) override;
  std::chrono::milliseconds rest(std::chrono::milliseconds most) override;
  result<void> note(const std::vector<ended>& all) override;

 private:
  postgres::pool& pool_;
  const secret_ring& secrets_;
  clock_source& clock_;
};

}  // namespace weir::webhooks
