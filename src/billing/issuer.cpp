#include <algorithm>

#include <weir/billing/issuer.hpp>
#include <weir/domain/draft_checks.hpp>
#include <weir/domain/text_rules.hpp>

namespace weir::billing {
namespace {

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_mark(char c) {
  return c == '-' || c == '/';
}

}  // namespace

bool is_number_prefix(std::string_view text) {
  if (text.empty() || text.size() > 16 || is_mark(text.front()) || is_digit(text.back())) return false;
  return std::ranges::all_of(text, [](char c) { return is_upper(c) || is_digit(c) || is_mark(c); });
}

std::vector<error> check_issuer(const issuer& i) {
  domain::draft_checks checks;
  const auto refuse = [&](std::string_view pointer, std::string_view detail) {
    checks.problem(error_code::validation_failed, pointer, detail);
  };
  if (!domain::is_slug(i.code)) refuse("/code", "a code is a-z, 0-9 and single _ between them, at most 64");
  check_party(checks, "", i.identity, true);
  constexpr std::string_view form = "1 to 16 of A-Z, 0-9, - and /, the last one no digit";
  if (!is_number_prefix(i.invoice_prefix)) refuse("/invoice_prefix", form);
  if (!is_number_prefix(i.credit_note_prefix)) refuse("/credit_note_prefix", form);
  if (i.invoice_prefix == i.credit_note_prefix)
    refuse("/credit_note_prefix", "invoices and credit notes are numbered apart");
  if (i.payment_terms_days < 0 || i.payment_terms_days > 365) refuse("/payment_terms_days", "0 to 365");
  checks.text("/note", i.note, 0, 2000, domain::line_breaks::allowed);
  return checks.take();
}

}  // namespace weir::billing
