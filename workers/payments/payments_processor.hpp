// Turns records of weir.payments into rows of the inbox. What comes twice is known by its provider's id.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <weir/contract/payment_record.hpp>
#include <weir/stream/collecting_processor.hpp>

namespace weir::payments {

// A verified webhook, and where it stands in the log.
struct arrived_webhook {
  contract::payment_record record;
  stream::partition_number partition = 0;
  stream::offset offset = 0;
};

// Nothing when the record cannot be read: the door writes no such record, so somebody else did.
std::optional<arrived_webhook> read_webhook(const stream::record& r);

class payments_store {
 public:
  virtual ~payments_store() = default;

  // Inside a flush's transaction: each event that is not stored yet, announced. Returns how many are new.
  virtual result<std::int64_t> write(stream::transaction& tx, const std::vector<arrived_webhook>& webhooks) = 0;
};

class payments_processor final : public stream::collecting_processor<arrived_webhook, std::int64_t> {
 public:
  // `committed`: called with how many events of a partition a flush stored, once they are committed.
  explicit payments_processor(payments_store& store, observer committed = {})
      : collecting_processor(read_webhook, writer_to(store), pace::at_once, std::move(committed)) {}

 private:
  static writer writer_to(payments_store& store) {
    return [&store](stream::transaction& tx, const std::vector<arrived_webhook>& webhooks) {
      const auto stored = store.write(tx, webhooks);
      return stored ? result<std::vector<std::int64_t>>({*stored}) : std::unexpected(stored.error());
    };
  }
};

}  // namespace weir::payments
