#include <workers/payments/collection_json.hpp>
#include <workers/payments/payment_json.hpp>

#include <weir/base/assert.hpp>

namespace weir::payments {

using contract::json_writer;
using postgres::collection_row;
using postgres::collection_step_row;

void write_collection(json_writer& w, const collection_row& c) {
  const auto coin = billing::currency::find(c.currency);
  WEIR_ASSERT(coin, "an invoice has a currency");
  w.member("invoice_id", c.invoice_id).member("tenant_id", c.tenant_id).member("invoice_number", c.invoice_number);
  w.member("invoice_state", billing::name(c.invoice_state)).member("amount_due", billing::text(c.open, *coin));
  w.member("currency", c.currency).member("due_on", text(c.due_day)).member("state", c.state);
  w.member("outcome", if_any(c.outcome));
  w.member("next_act", c.next_act ? std::optional(billing::name(*c.next_act)) : std::nullopt);
  w.member("next_at", c.next_at).member("reminded_at", c.reminded_at).key("paused_subscriptions").begin_array();
  for (const auto& id : c.paused)
    w.text(id);
  w.end_array().key("declined");
  if (c.declined) {
    w.begin_object().member("payment_id", c.declined->payment_id).member("code", if_any(c.declined->code));
    w.member("message", if_any(c.declined->message)).member("at", c.declined->at).end_object();
  } else {
    w.null();
  }
  w.member("version", c.version).member("started_at", c.started_at).member("ended_at", c.ended_at);
}

void write_collection_step(json_writer& w, const collection_step_row& s) {
  w.member("number", s.number).member("act", billing::name(s.act)).member("day", text(s.day));
  w.member("result", s.result).member("reason", if_any(s.outcome)).member("payment_id", s.payment_id);
  w.member("taken_at", s.taken_at);
}

std::string collection_json(const collection_row& c) {
  json_writer w(768);
  w.begin_object();
  write_collection(w, c);
  return w.end_object().take();
}

std::string collection_step_json(const collection_row& c, const collection_step_row& s) {
  json_writer w(1024);
  w.begin_object();
  write_collection(w, c);
  write_collection_step(w, s);
  return w.end_object().take();
}

}  // namespace weir::payments
