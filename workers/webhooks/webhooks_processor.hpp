// Turns records of weir.events into deliveries to be made. What comes twice is known by its message's id.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include <workers/webhooks/webhooks_store.hpp>

#include <weir/stream/collecting_processor.hpp>

namespace weir::webhooks {

class webhooks_processor final : public stream::collecting_processor<webhook_message, std::int64_t> {
 public:
  // `committed`: called with how many deliveries a flush made for a partition, once they are committed.
  explicit webhooks_processor(webhooks_store& store, observer committed = {})
      : collecting_processor(read_message, writer_to(store), pace::at_once, std::move(committed)) {}

 private:
  static writer writer_to(webhooks_store& store) {
    return [&store](stream::transaction& tx, const std::vector<webhook_message>& messages) {
      const auto made = store.write(tx, messages);
      return made ? result<std::vector<std::int64_t>>({*made}) : std::unexpected(made.error());
    };
  }
};

}  // namespace weir::webhooks
