#include <workers/payments/payment_json.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::payments {
namespace {

std::string amount(billing::money m, const postgres::payment_fact& of) {
  const auto currency = billing::currency::find(of.currency);
  WEIR_ASSERT(currency, "a payment has the currency of its invoice");
  return billing::text(m, *currency);
}

void text_or_null(contract::json_writer& w, std::string_view name, const std::string& text) {
  w.key(name);
  if (text.empty()) {
    w.null();
  } else {
    w.text(text);
  }
}

}  // namespace

std::string payment_json(const postgres::payment_fact& f) {
  contract::json_writer w(512);
  w.begin_object().member("id", f.id).member("tenant_id", f.tenant_id).member("invoice_id", f.invoice_id);
  w.member("origin", f.origin).member("amount", amount(f.amount, f)).member("currency", f.currency);
  w.member("state", billing::name(f.progress.state)).member("received", amount(f.progress.received, f));
  w.member("refunded", amount(f.refunded, f));
  text_or_null(w, "failure_code", f.progress.failure_code);
  text_or_null(w, "failure_message", f.progress.failure_message);
  return w.member("version", f.version).end_object().take();
}

std::string refund_json(const postgres::payment_fact& of, const postgres::refund_fact& f) {
  contract::json_writer w(384);
  w.begin_object().member("id", f.id).member("tenant_id", of.tenant_id).member("payment_id", of.id);
  w.member("invoice_id", of.invoice_id).member("amount", amount(f.amount, of)).member("currency", of.currency);
  w.member("state", billing::name(f.progress.state)).member("reason", f.reason);
  text_or_null(w, "failure_code", f.progress.failure_code);
  return w.member("version", f.version).end_object().take();
}

std::string dispute_json(const postgres::payment_fact& of, const postgres::dispute_fact& f) {
  contract::json_writer w(384);
  w.begin_object().member("id", f.id).member("tenant_id", of.tenant_id).member("payment_id", of.id);
  w.member("invoice_id", of.invoice_id).member("amount", amount(f.amount, of)).member("currency", of.currency);
  w.member("state", billing::name(f.progress.state)).member("reason", f.reason);
  return w.member("respond_by", f.progress.respond_by).member("version", f.version).end_object().take();
}

}  // namespace weir::payments
