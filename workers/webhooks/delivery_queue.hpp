// What the sender of deliveries needs of the database. The real one is postgres_delivery_queue.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/domain/webhook_headers.hpp>
#include <weir/domain/webhook_signature.hpp>
#include <weir/postgres/webhook_queue.hpp>

namespace weir::webhooks {

using postgres::webhook_queue::ended;

struct due_webhook {
  postgres::webhook_queue::due_delivery delivery;
  std::vector<domain::webhook_secret> secrets{};  // those that sign; none: they could not be opened
  std::vector<domain::webhook_key> keys{};        // those that sign beside them
  std::vector<domain::webhook_header> headers{};  // of the endpoint's own
  bool is_whole = true;                           // false: some of these could not be opened
};

class delivery_queue {
 public:
  virtual ~delivery_queue() = default;

  // At most so many that are due, each leased to the caller. Errors: the database's.
  virtual result<std::vector<due_webhook>> take(std::int32_t most) = 0;

  // How long nothing becomes due that is not yet: at most `most`.
  virtual std::chrono::milliseconds rest(std::chrono::milliseconds most) = 0;

  // What came of attempts, all or nothing. Errors: the database's; the caller may repeat it.
  virtual result<void> note(const std::vector<ended>& all) = 0;
};

}  // namespace weir::webhooks
