#include <weir/billing/country.hpp>
#include <weir/billing/party.hpp>
#include <weir/domain/email.hpp>

namespace weir::billing {

void check_party(domain::draft_checks& checks, std::string_view at, const party& p, bool is_seller) {
  const std::string here(at);
  const auto& a = p.address;
  checks.text(here + "/legal_name", p.legal_name, is_seller ? 1 : 0, 255);
  checks.text(here + "/address/line1", a.line1, 0, 255);
  checks.text(here + "/address/line2", a.line2, 0, 255);
  checks.text(here + "/address/city", a.city, 0, 255);
  checks.text(here + "/address/region", a.region, 0, 255);
  checks.text(here + "/address/postal_code", a.postal_code, 0, 32);
  if (a.country.empty() ? is_seller : !is_country(a.country))
    checks.problem(error_code::country_unknown, here + "/address/country", "");
  checks.text(here + "/tax_id", p.tax_id, 0, 64);
  if (p.email.empty()) return;
  if (auto spelled = domain::normalize_email(p.email); !spelled)
    checks.problem(spelled.error().code, here + "/email", spelled.error().detail);
}

}  // namespace weir::billing
