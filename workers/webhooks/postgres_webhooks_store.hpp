// The webhooks store in PostgreSQL: write() runs inside the flush's transaction, as weir_worker.
#pragma once

#include <workers/webhooks/webhooks_store.hpp>

namespace weir::webhooks {

class postgres_webhooks_store final : public webhooks_store {
 public:
  result<std::int64_t> write(stream::transaction& tx, const std::vector<webhook_message>& messages) override;
};

}  // namespace weir::webhooks
