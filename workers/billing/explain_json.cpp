#include <workers/billing/explain_json.hpp>
#include <workers/billing/invoice_json.hpp>

#include <weir/base/assert.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/plan_documents.hpp>

namespace weir::billing {
namespace {

using contract::json_writer;

currency currency_of(const std::string& code) {
  const auto c = currency::find(code);
  WEIR_ASSERT(c, "invoices have currencies that this program knows");
  return *c;
}

void write_invoice(json_writer& w, const postgres::invoice_row& row, const std::string& tenant_id) {
  const auto c = currency_of(row.currency);
  w.key("invoice").begin_object().member("id", row.id).member("number", row.number).member("tenant_id", tenant_id);
  w.member("kind", name(row.kind)).member("state", name(row.state)).member("currency", row.currency);
  w.member("as_of", row.as_of).member("inputs_hash", row.inputs_hash).key("taxes").raw(row.taxes);
  w.key("credits").begin_array();
  auto uses = contract::json_document::parse(row.credits);
  WEIR_ASSERT(uses, "invoices.credits is what this program wrote");
  for (std::size_t i = 0; i < uses->root().size(); ++i) {
    const auto use = uses->root().item(i);
    const auto minor = use.find("amount");
    w.begin_object().member("credit_id", use.text("grant").value_or(""));
    w.member("amount", text(money{minor ? minor->integer().value_or(0) : 0}, c)).end_object();
  }
  w.end_array().end_object();
}

void write_corrected(json_writer& w, const std::optional<line_ref>& of) {
  w.key("corrects");
  if (!of) {
    w.null();
    return;
  }
  w.begin_object().member("invoice_id", of->invoice).member("line", of->number).end_object();
}

void write_sum(json_writer& w, decimal quantity, std::int64_t events, std::int64_t cells) {
  w.begin_object().member("quantity", quantity).member("events", events).member("cells", cells).end_object();
}

void write_usage(json_writer& w, const explained_usage& u) {
  w.begin_object().member("meter", u.meter.slug).member("aggregation", u.meter.aggregation);
  w.member("unit", u.meter.unit).member("generation", u.meter.generation).member("from", u.from).member("to", u.to);
  w.key("billed");
  write_sum(w, u.billed.usage.quantity, u.billed.usage.events, u.billed.cells);
  w.key("counted");
  if (u.counted) {
    write_sum(w, u.counted->quantity, u.counted->events, u.counted->cells);
  } else {
    w.null();
  }
  w.member("is_as_billed", u.counted ? std::optional(is_as_billed(u.billed, *u.counted)) : std::nullopt).end_object();
}

void write_cell(json_writer& w, const postgres::usage_totals::cell& c, const std::string& events_at) {
  w.begin_object().member("hour", c.hour).member("subject", c.subject).key("group_by").raw(c.dimensions);
  w.member("value", c.value).member("events", c.events).member("first_offset", c.first_offset);
  w.member("last_offset", c.last_offset).member("events_url", events_at).end_object();
}

}  // namespace

void write_issued_line(json_writer& w, const postgres::issued_line& line) {
  const auto c = currency_of(line.currency);
  w.begin_object().member("invoice_id", line.at.invoice).member("invoice_number", line.invoice_number);
  w.member("line", line.at.number);
  write_corrected(w, line.corrects);
  w.member("amount", text(line.amount, c)).member("net", text(line.net, c)).end_object();
}

std::string explanation_json(const explained_line& of, const std::string& tenant_id, const cell_address& address,
                             const std::optional<std::string>& next_cursor) {
  const auto c = currency_of(of.invoice.currency);
  json_writer w(4096);
  w.begin_object();
  write_invoice(w, of.invoice, tenant_id);
  w.key("line");
  write_invoice_line(w, of.line, c);
  w.key("price");
  if (of.price) {
    contract::write_price(w, *of.price);
  } else {
    w.null();
  }
  w.member("commitment", of.commitment ? std::optional(of.commitment->amount.text()) : std::nullopt);
  w.key("part").begin_object().member("from", of.line.part.from()).member("to", of.line.part.to());
  w.member("whole", of.line.part.whole()).end_object();
  w.key("billed_before").begin_array();
  for (const auto& b : of.billed_before) {
    w.begin_object().member("invoice_id", b.at.invoice).member("line", b.at.number);
    w.member("amount", text(b.amount, c)).member("net", text(b.net, c)).end_object();
  }
  w.end_array().key("issued").begin_array();
  for (const auto& line : of.issued)
    write_issued_line(w, line);
  w.end_array().key("usage");
  if (of.usage) {
    write_usage(w, *of.usage);
  } else {
    w.null();
  }
  w.key("items").begin_array();
  if (of.usage) {
    for (const auto& cell : of.usage->cells)
      write_cell(w, cell, address(of.usage->meter, cell));
  }
  return w.end_array().member("next_cursor", next_cursor).end_object().take();
}

}  // namespace weir::billing
