#include <fmt/format.h>
#include <src/documents/pdf_texts.hpp>

namespace weir::documents {
namespace {

// With a blank, so that words of two lines are not one for who listens to them.
constexpr std::string_view line_break = " \n";

void add_line(std::string& out, std::string_view line) {
  if (line.empty()) return;
  if (!out.empty()) out += line_break;
  out += line;
}

std::string joined(std::string_view a, std::string_view b) {
  return a.empty() ? std::string(b) : b.empty() ? std::string(a) : fmt::format("{} {}", a, b);
}

}  // namespace

std::string grouped(money m, billing::currency c) {
  const auto plain = billing::text(m, c);
  const auto first = plain.front() == '-' ? std::size_t{1} : 0;
  const auto point = std::min(plain.find('.'), plain.size());
  std::string out;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (i > first && i < point && (point - i) % 3 == 0) out += ',';
    out += plain[i];
  }
  return out;
}

std::string heading(const invoice_document& of) {
  const std::string what = of.kind == billing::invoice_kind::credit_note ? "Credit note" : "Invoice";
  return of.is_void ? what + " (void)" : what;
}

std::vector<labeled> facts_of(const invoice_document& of) {
  std::vector<labeled> out{{"Number", of.number}, {"Date", text(of.issued_on)}};
  if (of.due_on) out.emplace_back("Due", text(*of.due_on));
  out.emplace_back("Period", fmt::format("{} to {}", text(of.period_from), text(of.period_to)));
  std::string preceding;
  for (const auto& r : of.preceding)
    preceding += (preceding.empty() ? "" : ", ") + r.number;
  if (!preceding.empty()) out.emplace_back("Corrects", preceding);
  return out;
}

std::vector<labeled> totals_of(const invoice_document& of) {
  const auto c = of.currency;
  std::vector<labeled> out{{"Net", grouped(of.net, c)}};
  for (const auto& t : of.taxes)
    out.emplace_back(fmt::format("{} ({} % of {})", t.name, t.percent.text(), grouped(t.base, c)),
                     grouped(t.amount, c));
  out.emplace_back("Total", grouped(of.total, c));
  if (of.credits_used != money{}) out.emplace_back("Paid by credits", grouped(billing::negated(of.credits_used), c));
  if (of.kind == billing::invoice_kind::credit_note) {
    out.emplace_back(fmt::format("Credited {}", c.code()), grouped(of.credited, c));
  } else {
    out.emplace_back(fmt::format("Amount due {}", c.code()), grouped(of.due, c));
  }
  return out;
}

std::string party_text(const document_party& p) {
  const auto& [name, a, tax_id, email] = p.identity;
  std::string out = name.empty() ? p.id : name;
  add_line(out, a.line1);
  add_line(out, a.line2);
  add_line(out, joined(a.postal_code, a.city));
  add_line(out, joined(a.region, a.country));
  if (!tax_id.empty()) add_line(out, "Tax id " + tax_id);
  add_line(out, email);
  return out;
}

std::string line_text(const document_line& l, const invoice_document& of) {
  const auto c = of.currency;
  std::string out = l.name;
  if (l.plan != l.name) add_line(out, l.plan);
  if (!l.corrects.empty()) add_line(out, "Corrects " + l.corrects);
  if (l.discount == money{}) return out;
  add_line(out, fmt::format("{} before discounts", grouped(l.amount, c)));
  for (const auto& d : l.discounts)
    add_line(out, fmt::format("{}: {}", d.name, grouped(billing::negated(d.amount), c)));
  return out;
}

std::string period_text(const document_line& l) {
  if (l.from == l.to) return text(l.from);
  return fmt::format("{} to{}{}", text(l.from), line_break, text(l.to));
}

std::string quantity_text(const document_line& l) {
  if (!l.quantity) return {};
  return l.quantity->text();
}

std::string tax_text(const invoice_document& of) {
  if (!of.taxes.empty()) return of.inclusive ? "Prices include tax." : "";
  return of.exemption_reason;
}

}  // namespace weir::documents
