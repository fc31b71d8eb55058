#include <utility>

#include <weir/contract/billing_documents.hpp>

namespace weir::contract {
namespace {

using billing::postal_address;

constexpr std::pair<std::string_view, std::string postal_address::*> address_members[] = {
    {"line1", &postal_address::line1},
    {"line2", &postal_address::line2},
    {"city", &postal_address::city},
    {"region", &postal_address::region},
    {"postal_code", &postal_address::postal_code},
    {"country", &postal_address::country},
};

std::string text_of(const json_value& of, std::string_view name) {
  return std::string(of.text(name).value_or(""));
}

std::vector<std::string> texts_of(const json_value& list) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < list.size(); ++i)
    out.emplace_back(list.item(i).text().value_or(""));
  return out;
}

void write_texts(json_writer& w, std::string_view name, const std::vector<std::string>& list) {
  w.key(name).begin_array();
  for (const auto& t : list)
    w.text(t);
  w.end_array();
}

// The schema keeps it in range.
void read_number(const json_value& of, std::string_view name, std::int32_t& into) {
  if (const auto v = of.find(name); v && v->integer()) into = static_cast<std::int32_t>(*v->integer());
}

void read_text(const json_value& of, std::string_view name, std::string& into) {
  if (of.find(name)) into = text_of(of, name);
}

}  // namespace

billing::party read_party(const json_value& of) {
  billing::party out{text_of(of, "legal_name"), {}, text_of(of, "tax_id"), text_of(of, "email")};
  const auto address = of.find("address");
  if (!address) return out;
  for (const auto& [name, member] : address_members)
    out.address.*member = text_of(*address, name);
  return out;
}

void write_party(json_writer& w, const billing::party& p) {
  w.member("legal_name", p.legal_name).key("address").begin_object();
  for (const auto& [name, member] : address_members)
    w.member(name, p.address.*member);
  w.end_object().member("tax_id", p.tax_id).member("email", p.email);
}

billing::issuer read_issuer(const json_value& body) {
  billing::issuer out{text_of(body, "code"), read_party(body), text_of(body, "invoice_prefix"),
                      text_of(body, "credit_note_prefix")};
  read_number(body, "payment_terms_days", out.payment_terms_days);
  out.note = text_of(body, "note");
  return out;
}

void write_issuer(json_writer& w, const billing::issuer& i) {
  w.member("code", i.code);
  write_party(w, i.identity);
  w.member("invoice_prefix", i.invoice_prefix)
      .member("credit_note_prefix", i.credit_note_prefix)
      .member("payment_terms_days", i.payment_terms_days)
      .member("note", i.note);
}

billing::tax_rate_draft read_tax_rate_draft(const json_value& body) {
  return {text_of(body, "code"), text_of(body, "name"), text_of(body, "jurisdiction"), text_of(body, "rate")};
}

void write_tax_rate(json_writer& w, const billing::tax_rate& t) {
  w.member("code", t.code).member("name", t.name).member("jurisdiction", t.jurisdiction).member("rate", t.rate.text());
}

billing::coupon_draft read_coupon_draft(const json_value& body) {
  billing::coupon_draft out;
  out.code = text_of(body, "code");
  out.name = text_of(body, "name");
  out.percentage = text_of(body, "percentage");
  out.amount = text_of(body, "amount");
  out.currency = text_of(body, "currency");
  out.duration = text_of(body, "duration");
  if (const auto months = body.find("months")) out.months = months->integer();
  if (const auto prices = body.find("prices")) out.prices = texts_of(*prices);
  return out;
}

void write_coupon(json_writer& w, const billing::coupon& c) {
  w.member("id", c.id).member("code", c.code).member("name", c.name);
  if (const auto* amount = std::get_if<billing::coupon_amount>(&c.value)) {
    w.key("percentage").null().member("amount", text(amount->value, amount->currency));
    w.member("currency", amount->currency.code());
  } else {
    w.member("percentage", std::get<billing::unit_price>(c.value).text());
    w.key("amount").null().key("currency").null();
  }
  const bool counts_months = c.duration == billing::coupon_duration::months;
  w.member("duration", name(c.duration)).member("months", counts_months ? std::optional(c.months) : std::nullopt);
  write_texts(w, "prices", c.prices);
}

billing::billing_profile read_profile(const json_value& body, billing::billing_profile base) {
  auto out = std::move(base);
  read_text(body, "issuer", out.issuer_code);
  if (const auto buyer = body.find("buyer")) out.buyer = read_party(*buyer);
  read_number(body, "billing_day", out.billing_day);
  if (const auto rates = body.find("tax_rates")) out.tax_rates = texts_of(*rates);
  if (const auto inclusive = body.find("tax_inclusive")) out.tax_inclusive = inclusive->boolean().value_or(false);
  read_text(body, "exemption_reason", out.exemption_reason);
  read_text(body, "exemption_code", out.exemption_code);
  read_text(body, "finalize", out.finalize);
  read_number(body, "grace_hours", out.grace_hours);
  if (const auto most = body.find("most_lines")) {
    const auto n = most->integer();
    out.most_lines = n ? std::optional(static_cast<std::int32_t>(*n)) : std::nullopt;
  }
  if (const auto most = body.find("most_amount_minor")) {
    const auto n = most->integer();
    out.most_amount = n ? std::optional(billing::money{*n}) : std::nullopt;
  }
  return out;
}

void write_profile(json_writer& w, const billing::billing_profile& p) {
  w.member("issuer", p.issuer_code.empty() ? std::nullopt : std::optional(p.issuer_code)).key("buyer").begin_object();
  write_party(w, p.buyer);
  w.end_object().member("billing_day", p.billing_day);
  write_texts(w, "tax_rates", p.tax_rates);
  w.member("tax_inclusive", p.tax_inclusive)
      .member("exemption_reason", p.exemption_reason)
      .member("exemption_code", p.exemption_code)
      .member("finalize", p.finalize)
      .member("grace_hours", p.grace_hours)
      .member("most_lines", p.most_lines)
      .member("most_amount_minor", p.most_amount ? std::optional(p.most_amount->minor) : std::nullopt);
}

}  // namespace weir::contract
