#include <workers/payments/chargeable.hpp>

#include <weir/billing/decline.hpp>

namespace weir::payments {

result<std::optional<timestamp>> chargeable_since(postgres::executor& in, const postgres::collection_row& c) {
  auto found = postgres::collections::charged_method(in, c.tenant_number, c.invoice_id);
  if (!found) return std::unexpected(found.error());
  if (!*found) return std::nullopt;
  const auto& m = **found;
  const bool may =
      !m.was_declined || billing::advice_on(m.failure_code, m.advice_code) == billing::decline_advice::retry;
  return may ? std::optional(m.since) : std::nullopt;
}

charge_end end_of_charge(const charge_outcome& of) {
  using enum billing::payment_state;
  switch (of.what) {
    case charge_outcome::kind::no_method:
      return {"skipped", "no_method", {}};
    case charge_outcome::kind::not_due:
      return {"skipped", "not_due", {}};
    case charge_outcome::kind::not_offered:
      return {"skipped", "not_offered", {}};
    case charge_outcome::kind::made:
      break;
  }
  switch (of.payment->progress.state) {
    case open:
      return {"failed", "payer_needed", of.payment->id};
    case processing:
      return {"done", "processing", of.payment->id};
    case succeeded:
      return {"done", "succeeded", of.payment->id};
    case failed:
      return {"failed", "declined", of.payment->id};
    case canceled:
      break;
  }
  return {"failed", "refused", of.payment->id};
}

}  // namespace weir::payments
