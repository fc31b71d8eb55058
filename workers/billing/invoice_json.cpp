#include <algorithm>

#include <workers/billing/invoice_json.hpp>

#include <weir/base/assert.hpp>

namespace weir::billing {
namespace {

using contract::json_writer;

constexpr std::string_view step_names[] = {"included", "units",  "tier",    "packages",
                                           "rate",     "events", "minimum", "maximum"};

void write_step(json_writer& w, const rated_step& s) {
  w.begin_object().member("kind", step_names[static_cast<std::size_t>(s.kind)]);
  if (s.kind == rated_step::step::tier) w.member("tier", s.tier + 1);
  w.member("quantity", s.quantity);
  if (s.kind != rated_step::step::minimum && s.kind != rated_step::step::maximum) {
    w.member("unit_amount", s.unit_amount.text());
    if (s.flat_amount != unit_price{}) w.member("flat_amount", s.flat_amount.text());
  }
  w.member("amount", s.amount.text()).end_object();
}

void write_address(json_writer& w, const postal_address& a) {
  w.key("address").begin_object().member("line1", a.line1).member("line2", a.line2).member("city", a.city);
  w.member("region", a.region).member("postal_code", a.postal_code).member("country", a.country).end_object();
}

void write_party(json_writer& w, const party& p) {
  w.member("legal_name", p.legal_name);
  write_address(w, p.address);
  w.member("tax_id", p.tax_id).member("email", p.email);
}

std::optional<std::string> day_text(const std::optional<civil_day>& d) {
  if (!d) return std::nullopt;
  return text(*d);
}

}  // namespace

std::string line_detail(const invoice_line& line, const plan_lookup& plans, const std::vector<held_coupon>& coupons,
                        currency c) {
  const auto* plan = plans(line.key.plan);
  WEIR_ASSERT(plan != nullptr, "whoever bills a charge knows its plan");
  json_writer w(512);
  w.begin_object().member("plan_name", plan->name);
  const auto price = std::ranges::find(plan->prices, line.key.price, &price::code);
  if (line.key.kind != charge_kind::commitment && price != plan->prices.end()) {
    w.member("price_name", price->name).member("model", name(price->model));
    if (price->metered) w.member("meter", price->metered->meter);
    if (const auto* fee = std::get_if<flat_fee>(&price->model)) w.member("unit_amount", fee->amount.text());
    if (const auto* unit = std::get_if<per_unit>(&price->model)) w.member("unit_amount", unit->unit_amount.text());
  }
  if (line.rated) {
    w.member("charge", text(line.rated->amount, c));
    if (line.rated->usage)
      w.member("quantity", line.rated->usage->quantity).member("events", line.rated->usage->events);
    w.key("steps").begin_array();
    for (const auto& s : line.rated->steps)
      write_step(w, s);
    w.end_array();
  }
  w.key("discounts").begin_array();
  for (const auto& d : line.discounts) {
    const auto& held = coupons[d.discount];
    w.begin_object().member("tenant_coupon", held.id).member("code", held.coupon.code).member("name", held.coupon.name);
    w.member("amount", text(d.amount, c)).end_object();
  }
  return w.end_array().end_object().take();
}

std::string taxes_json(const taxed& totals, const tax_facts& facts, currency c) {
  json_writer w(256);
  w.begin_object().member("inclusive", facts.inclusive).key("lines").begin_array();
  for (const auto& t : totals.taxes) {
    const auto& rate = facts.rates[t.rate];
    w.begin_object().member("code", rate.code).member("name", rate.name).member("jurisdiction", rate.jurisdiction);
    w.member("rate", rate.rate.text()).member("base", text(t.base, c)).member("amount", text(t.amount, c)).end_object();
  }
  w.end_array().member("exemption_reason", facts.exemption_reason).member("exemption_code", facts.exemption_code);
  return w.end_object().take();
}

std::string seller_json(const postgres::issuer_row& issuer) {
  json_writer w(384);
  w.begin_object().member("issuer_id", issuer.id);
  write_party(w, issuer.identity);
  w.member("payment_terms_days", issuer.payment_terms_days).member("note", issuer.note);
  return w.end_object().take();
}

std::string buyer_json(const party& buyer) {
  json_writer w(384);
  w.begin_object();
  write_party(w, buyer);
  return w.end_object().take();
}

std::string invoice_json(const postgres::invoice_row& row, const std::string& tenant_id) {
  const auto c = currency::find(row.currency);
  WEIR_ASSERT(c, "invoices have currencies that this program knows");
  json_writer w(2048);
  w.begin_object().member("id", row.id).member("tenant_id", tenant_id).member("number", row.number);
  w.member("kind", name(row.kind)).member("state", name(row.state)).member("currency", row.currency);
  w.member("as_of", row.as_of).member("corrects", row.corrects);
  w.key("period").begin_object().member("from", text(row.period_from)).member("to", text(row.period_to)).end_object();
  w.member("issued_on", day_text(row.issued_day)).member("due_on", day_text(row.due_day));
  w.member("net", text(row.net, *c)).key("taxes").raw(row.taxes).member("total", text(row.total, *c));
  w.member("credits_used", text(row.credits_used, *c)).member("due", text(row.due, *c));
  w.member("paid", text(row.paid, *c)).member("credited", text(row.credited, *c));
  w.member("lines_count", row.lines).key("seller").raw(row.seller).key("buyer").raw(row.buyer);
  w.member("inputs_hash", row.inputs_hash).member("version", row.version).member("created_at", row.created_at);
  w.member("finalized_at", row.finalized_at).member("updated_at", row.updated_at);
  return w.end_object().take();
}

void write_invoice_line(json_writer& w, const postgres::invoice_line_row& line, currency c) {
  w.begin_object().member("number", line.number).member("subscription_id", line.key.subscription);
  w.member("kind", name(line.key.kind));
  w.key("plan").begin_object().member("code", line.key.plan.code).member("version", line.key.plan.version).end_object();
  w.member("price", line.key.price).member("period", text(line.key.period));
  w.member("from", line.key.from).member("to", line.to);
  w.key("corrects");
  if (line.corrects) {
    w.begin_object().member("invoice_id", line.corrects->invoice).member("line", line.corrects->number).end_object();
  } else {
    w.null();
  }
  w.member("amount", text(line.amount, c)).member("discount", text(line.discount, c)).member("net", text(line.net, c));
  w.key("detail").raw(line.detail).end_object();
}

std::string billing_state_json(const std::optional<postgres::billing_state_row>& row, const std::string& tenant_id) {
  json_writer w(256);
  w.begin_object().member("tenant_id", tenant_id);
  w.member("next_at", row ? std::optional(row->next_at) : std::nullopt);
  w.member("billed_until", row ? row->billed_until : std::nullopt).key("parked");
  if (row && row->parked_at) {
    w.begin_object()
        .member("at", *row->parked_at)
        .member("code", row->parked_code)
        .member("detail", row->parked_detail);
    w.end_object();
  } else {
    w.null();
  }
  return w.end_object().take();
}

}  // namespace weir::billing
