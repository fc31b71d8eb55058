#include <workers/payments/payment_json.hpp>

#include <weir/base/assert.hpp>

namespace weir::payments {

std::string payment_amount(billing::money m, const postgres::payment_fact& of) {
  const auto currency = billing::currency::find(of.currency);
  WEIR_ASSERT(currency, "a payment has the currency of its invoice");
  return billing::text(m, *currency);
}

std::optional<std::string> if_any(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

void write_payment(contract::json_writer& w, const postgres::payment_fact& f) {
  w.member("id", f.id).member("tenant_id", f.tenant_id).member("invoice_id", f.invoice_id);
  w.member("origin", f.origin).member("amount", payment_amount(f.amount, f)).member("currency", f.currency);
  w.member("state", billing::name(f.progress.state)).member("received", payment_amount(f.progress.received, f));
  w.member("refunded", payment_amount(f.refunded, f)).member("failure_code", if_any(f.progress.failure_code));
  w.member("failure_message", if_any(f.progress.failure_message));
}

std::string payment_json(const postgres::payment_fact& f) {
  contract::json_writer w(512);
  w.begin_object();
  write_payment(w, f);
  return w.member("version", f.version).end_object().take();
}

std::string refund_json(const postgres::payment_fact& of, const postgres::refund_fact& f) {
  contract::json_writer w(384);
  w.begin_object().member("id", f.id).member("tenant_id", of.tenant_id).member("payment_id", of.id);
  w.member("invoice_id", of.invoice_id).member("amount", payment_amount(f.amount, of)).member("currency", of.currency);
  w.member("state", billing::name(f.progress.state)).member("reason", f.reason);
  w.member("failure_code", if_any(f.progress.failure_code));
  return w.member("version", f.version).end_object().take();
}

std::string dispute_json(const postgres::payment_fact& of, const postgres::dispute_fact& f) {
  contract::json_writer w(384);
  w.begin_object().member("id", f.id).member("tenant_id", of.tenant_id).member("payment_id", of.id);
  w.member("invoice_id", of.invoice_id).member("amount", payment_amount(f.amount, of)).member("currency", of.currency);
  w.member("state", billing::name(f.progress.state)).member("reason", f.reason);
  return w.member("respond_by", f.progress.respond_by).member("version", f.version).end_object().take();
}

}  // namespace weir::payments
