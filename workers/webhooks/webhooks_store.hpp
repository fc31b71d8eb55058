// What the webhooks worker needs of the database to turn announcements into deliveries. The real one is
// postgres_webhooks_store.
#pragma once

#include <cstdint>
#include <vector>

#include <workers/webhooks/webhook_message.hpp>

#include <weir/base/error.hpp>
#include <weir/stream/store.hpp>

namespace weir::webhooks {

class webhooks_store {
 public:
  virtual ~webhooks_store() = default;

  // Inside a flush's transaction: each message is kept for the feed, and there is a delivery of it to each enabled
  // endpoint that wants it, once, however often it is written. Returns how many are new.
  virtual result<std::int64_t> write(stream::transaction& tx, const std::vector<webhook_message>& messages) = 0;
};

}  // namespace weir::webhooks
