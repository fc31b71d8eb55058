// Who invoices are from and to, which taxes they have, and within which bounds a tenant is billed.
#include <doctest/doctest.h>

#include <weir/billing/billing_profile.hpp>
#include <weir/billing/country.hpp>
#include <weir/billing/issuer.hpp>
#include <weir/billing/tax.hpp>

using namespace weir::billing;

namespace {

std::string told(const std::vector<weir::error>& errors) {
  std::string out;
  for (const auto& e : errors)
    out += (out.empty() ? "" : " ") + e.pointer + ":" + std::string(weir::name(e.code));
  return out;
}

issuer seller() {
  return {"weir_gmbh", {"Weir GmbH", {.country = "DE"}, "", ""}, "WR-", "WRC-"};
}

}  // namespace

TEST_CASE("countries are those of ISO 3166-1") {
  for (const char* code : {"AD", "DE", "US", "GB", "ZW"})
    CHECK(is_country(code));
  for (const char* code : {"", "D", "de", "UK", "EU", "XK", "ZZ", "DEU", " D", "D "})
    CHECK_FALSE(is_country(code));
}

TEST_CASE("a seller has a name, a country, and numbers of its own") {
  CHECK(told(check_issuer(seller())) == "");
  auto s = seller();
  s.code = "Weir GmbH";
  s.identity = {};
  s.invoice_prefix = "1";
  s.credit_note_prefix = "1";
  s.payment_terms_days = 366;
  s.note = std::string(2001, 'x');
  CHECK(told(check_issuer(s)) ==
        "/code:validation_failed /legal_name:validation_failed /address/country:country_unknown "
        "/invoice_prefix:validation_failed /credit_note_prefix:validation_failed /credit_note_prefix:validation_failed "
        "/payment_terms_days:validation_failed /note:validation_failed");
  s = seller();
  s.note = "two\nlines";
  s.payment_terms_days = 0;
  CHECK(told(check_issuer(s)) == "");
  s.payment_terms_days = -1;
  s.identity.email = "nobody";
  s.identity.address.city = "a\nb";
  CHECK(told(check_issuer(s)) ==
        "/address/city:validation_failed /email:email_invalid /payment_terms_days:validation_failed");
}

TEST_CASE("no two prefixes ever give one number: what follows a prefix is digits") {
  for (const char* good : {"A", "INV-", "2026/", "A1-B/", "1A"})
    CHECK(is_number_prefix(good));
  for (const char* bad : {"", "-", "-A", "/A", "A1", "2026", "inv-", "A B-", "ABCDEFGHIJKLMNOPQ", "\xc3\x84-"})
    CHECK_FALSE(is_number_prefix(bad));
}

TEST_CASE("a buyer may be anybody, but not in a country that there is not") {
  CHECK(told(check_profile({})) == "");
  billing_profile p;
  p.buyer = {std::string(256, 'n'), {.postal_code = std::string(33, '1'), .country = "XX"}, std::string(65, 't'), "@"};
  CHECK(told(check_profile(p)) ==
        "/buyer/legal_name:validation_failed /buyer/address/postal_code:validation_failed "
        "/buyer/address/country:country_unknown /buyer/tax_id:validation_failed "
        "/buyer/email:email_invalid");
}

TEST_CASE("what a profile gets wrong comes at once, with its place") {
  billing_profile p;
  p.issuer_code = "Nobody";
  p.billing_day = 32;
  p.tax_rates = {"a", "b", "a"};
  p.exemption_reason = "Reverse charge";
  p.exemption_code = "none";
  p.finalize = "sometimes";
  p.grace_hours = 241;
  p.most_lines = 0;
  p.most_amount = money{-1};
  CHECK(told(check_profile(p)) ==
        "/issuer:validation_failed /billing_day:validation_failed /tax_rates/2:validation_failed "
        "/exemption_code:validation_failed /exemption_reason:validation_failed /exemption_code:validation_failed "
        "/finalize:validation_failed /grace_hours:validation_failed /most_lines:validation_failed "
        "/most_amount_minor:validation_failed");
  p = {};
  p.billing_day = 0;
  p.grace_hours = -1;
  p.tax_rates.assign(11, "a");
  CHECK(told(check_profile(p)).starts_with("/billing_day:validation_failed /tax_rates:validation_failed"));
  p = {};
  p.exemption_reason = "Reverse charge";
  p.exemption_code = "VATEX-EU-AE";
  p.billing_day = 31;
  p.grace_hours = 0;
  p.finalize = "by_hand";
  p.most_amount = money{};
  CHECK(told(check_profile(p)) == "");
}

TEST_CASE("a code of VATEX has its form") {
  for (const char* good : {"VATEX-EU-AE", "VATEX-EU-132-1A", "VATEX-FR-FRANCHISE"})
    CHECK(is_vatex(good));
  for (const char* bad :
       {"", "VATEX", "VATEX-", "VATEX-EU-", "VATEX-E-AE", "vatex-eu-ae", "VATEX-EU--AE", "VATEX-EU-AE-", "VATEX-EU-a"})
    CHECK_FALSE(is_vatex(bad));
  CHECK_FALSE(is_vatex("VATEX-EU-" + std::string(60, 'A')));
}

TEST_CASE("a tax rate is a fraction of six digits") {
  for (const char* good : {"0", "0.19", "0.088875", "1", "1.0", "19e-2"})
    CHECK(parse_rate(good).has_value());
  const auto code = [](const char* text) { return weir::name(parse_rate(text).error().code); };
  CHECK(code("1.000001") == "rate_too_large");
  CHECK(code("19") == "rate_too_large");
  CHECK(code("0.0000001") == "decimal_too_precise");
  CHECK(code("-0.1") == "price_negative");
  CHECK(code("19 %") == "decimal_malformed");
  const auto made = make_tax_rate({"de_vat", "VAT 19 %", "DE", "0.19"}).value();
  CHECK(made.rate.text() == "0.19");
  CHECK(told(make_tax_rate({"DE", "", "", "x"}).error()) ==
        "/code:validation_failed /name:validation_failed /jurisdiction:validation_failed /rate:decimal_malformed");
}
