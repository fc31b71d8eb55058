// The payments store in PostgreSQL: write() runs inside the flush's transaction, as weir_worker.
#pragma once

#include <workers/payments/payments_processor.hpp>

namespace weir::payments {

class postgres_payments_store final : public payments_store {
 public:
  result<std::int64_t> write(stream::transaction& tx, const std::vector<arrived_webhook>& webhooks) override;
};

}  // namespace weir::payments
