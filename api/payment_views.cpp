#include <algorithm>

#include <api/payment_views.hpp>
#include <workers/payments/payment_json.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::api {
namespace {

using billing::money;
using billing::payment_state;
using billing::refund_state;
using contract::json_writer;
using payments::payment_amount;

constexpr std::int64_t least_left_ms = 60'000;

void begin(json_writer& w, const postgres::payment_row& of, timestamp now) {
  const bool open = has_page(of, now);
  w.begin_object();
  payments::write_payment(w, of);
  w.member("url", open ? of.url : std::nullopt).member("url_expires_at", open ? of.url_expires_at : std::nullopt);
  w.member("version", of.version).member("created_at", of.created_at).member("updated_at", of.updated_at);
}

void write_dispute(json_writer& w, const postgres::dispute_row& d) {
  const auto currency = billing::currency::find(d.currency);
  WEIR_ASSERT(currency, "payments are of known currencies");
  w.member("amount", billing::text(d.amount, *currency)).member("currency", d.currency);
  w.member("state", billing::name(d.progress.state)).member("reason", d.reason);
  w.member("respond_by", d.progress.respond_by).member("version", d.version);
  w.member("created_at", d.created_at).member("updated_at", d.updated_at);
}

// Within its payment.
std::string part_view(const postgres::dispute_row& d) {
  json_writer w(384);
  w.begin_object().member("id", d.id);
  write_dispute(w, d);
  return w.end_object().take();
}

}  // namespace

money refundable(const postgres::payment_row& of, const std::vector<postgres::refund_row>& refunds) {
  auto left = of.progress.received.minor;
  for (const auto& r : refunds) {
    if (r.progress.state == refund_state::pending || r.progress.state == refund_state::succeeded)
      left -= r.amount.minor;
  }
  return {std::max<std::int64_t>(0, left)};
}

bool has_page(const postgres::payment_row& of, timestamp now) {
  const bool waits = of.progress.state == payment_state::open || of.progress.state == payment_state::failed;
  return waits && of.url && of.url_expires_at && of.url_expires_at->ms() > now.ms() + least_left_ms;
}

std::string payment_view(const postgres::payment_row& of, timestamp now) {
  json_writer w(768);
  begin(w, of, now);
  return w.end_object().take();
}

std::string payment_details_view(const postgres::payment_row& of, const std::vector<postgres::refund_row>& refunds,
                                 const std::vector<postgres::dispute_row>& disputes, timestamp now) {
  json_writer w(2048);
  begin(w, of, now);
  w.member("refundable", payment_amount(refundable(of, refunds), of)).key("refunds").begin_array();
  for (const auto& r : refunds)
    w.raw(refund_view(of, r));
  w.end_array().key("disputes").begin_array();
  for (const auto& d : disputes)
    w.raw(part_view(d));
  return w.end_array().end_object().take();
}

std::string dispute_view(const postgres::dispute_row& d) {
  json_writer w(512);
  w.begin_object().member("id", d.id).member("payment_id", d.payment_id).member("tenant_id", d.tenant_id);
  w.member("invoice_id", d.invoice_id);
  write_dispute(w, d);
  return w.end_object().take();
}

std::string refund_view(const postgres::payment_row& of, const postgres::refund_row& refund) {
  json_writer w(512);
  w.begin_object().member("id", refund.id).member("payment_id", of.id).member("tenant_id", of.tenant_id);
  w.member("invoice_id", of.invoice_id)
      .member("amount", payment_amount(refund.amount, of))
      .member("currency", of.currency);
  w.member("state", billing::name(refund.progress.state)).member("reason", refund.reason);
  w.member("credit_note_id", refund.credit_note_id);
  w.member("failure_code", payments::if_any(refund.progress.failure_code));
  w.member("version", refund.version).member("created_at", refund.created_at);
  return w.member("updated_at", refund.updated_at).end_object().take();
}

}  // namespace weir::api
