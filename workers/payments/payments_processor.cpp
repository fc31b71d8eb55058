#include <workers/payments/payments_processor.hpp>

#include <weir/base/log.hpp>

namespace weir::payments {

std::optional<arrived_webhook> read_webhook(const stream::record& r) {
  auto record = contract::read_payment_record(r);
  if (!record) {
    log::error("a record of weir.payments cannot be read and is left out",
               {{"partition", r.partition}, {"offset", r.offset}, {"error", record.error()}});
    return std::nullopt;
  }
  return arrived_webhook{std::move(*record), r.partition, r.offset};
}

}  // namespace weir::payments
