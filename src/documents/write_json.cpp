#include <weir/base/crypto.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/documents/write_json.hpp>
#include <weir/domain/audit_chain.hpp>

// Members stand in the order of their names: the text is canonical as it is written.
namespace weir::documents {
namespace {

using contract::json_writer;

void write(json_writer& w, const document_party& p) {
  const auto& a = p.identity.address;
  w.begin_object().key("address").begin_object();
  w.member("city", a.city).member("country", a.country).member("line1", a.line1).member("line2", a.line2);
  w.member("postal_code", a.postal_code).member("region", a.region).end_object();
  w.member("email", p.identity.email).member("id", p.id).member("legal_name", p.identity.legal_name);
  w.member("tax_id", p.identity.tax_id).end_object();
}

void write(json_writer& w, const document_line& l, billing::currency c) {
  w.begin_object().member("amount", text(l.amount, c)).member("corrects", l.corrects);
  w.member("discount", text(l.discount, c)).key("discounts").begin_array();
  for (const auto& d : l.discounts)
    w.begin_object().member("amount", text(d.amount, c)).member("name", d.name).end_object();
  w.end_array().member("from", text(l.from)).member("meter", l.meter).member("name", l.name);
  w.member("net", text(l.net, c)).member("net_without_tax", text(l.untaxed, c)).member("number", l.number);
  w.member("plan", l.plan).member("quantity", l.quantity).member("to", text(l.to)).end_object();
}

std::string signing_header(const bytes32& seed) {
  json_writer w(128);
  w.begin_object().member("alg", "EdDSA").member("kid", domain::audit_key_id(signing_public_key(seed)));
  return w.member("typ", "weir-invoice").end_object().take();
}

}  // namespace

std::string write_json(const invoice_document& of) {
  const auto c = of.currency;
  json_writer w(2048 + of.lines.size() * 384);
  w.begin_object().key("buyer");
  write(w, of.buyer);
  w.member("credited", text(of.credited, c)).member("credits_used", text(of.credits_used, c));
  w.member("currency", c.code()).member("due", text(of.due, c)).key("due_on");
  of.due_on ? w.text(text(*of.due_on)) : w.null();
  w.member("finalized_at", of.finalized_at).member("id", of.id).member("inputs_hash", of.inputs_hash);
  w.member("is_void", of.is_void).member("issued_on", text(of.issued_on)).member("kind", name(of.kind));
  w.key("lines").begin_array();
  for (const auto& l : of.lines)
    write(w, l, c);
  w.end_array().member("net", text(of.net, c)).member("note", of.note).member("number", of.number);
  w.key("period").begin_object().member("from", text(of.period_from)).member("to", text(of.period_to)).end_object();
  w.key("preceding").begin_array();
  for (const auto& r : of.preceding)
    w.begin_object().member("issued_on", text(r.issued_on)).member("number", r.number).end_object();
  w.end_array().key("seller");
  write(w, of.seller);
  w.key("taxes").begin_object().member("exemption_code", of.exemption_code);
  w.member("exemption_reason", of.exemption_reason).member("inclusive", of.inclusive).key("lines").begin_array();
  for (const auto& t : of.taxes) {
    w.begin_object().member("amount", text(t.amount, c)).member("base", text(t.base, c));
    w.member("jurisdiction", t.jurisdiction).member("name", t.name).member("percent", t.percent).end_object();
  }
  w.end_array().end_object().member("total", text(of.total, c)).member("version", 1);
  return w.end_object().take();
}

std::string write_signed_json(const invoice_document& of, const bytes32& seed) {
  const auto document = write_json(of);
  const auto header = base64url(signing_header(seed));
  const auto signature = sign(seed, header + '.' + base64url(document));
  json_writer w(document.size() + 512);
  w.begin_object().key("document").raw(document).key("signature").begin_object().member("protected", header);
  w.member("signature", base64url({reinterpret_cast<const char*>(signature.data()), signature.size()}));
  return w.end_object().end_object().take();
}

}  // namespace weir::documents
