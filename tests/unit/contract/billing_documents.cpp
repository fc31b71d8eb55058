// The facts of billing in JSON and back: the same, and what is left out is what is usual.
#include <doctest/doctest.h>

#include <weir/contract/billing_documents.hpp>

namespace billing = weir::billing;
namespace contract = weir::contract;

namespace {

template<class Read>
auto read(std::string_view json, Read from) {
  auto document = contract::json_document::parse(json);
  REQUIRE(document.has_value());
  return from(document->root());
}

template<class Write>
std::string written(Write into) {
  contract::json_writer w;
  w.begin_object();
  into(w);
  return w.end_object().take();
}

constexpr std::string_view issuer_text =
    R"({"code":"gmbh","legal_name":"Weir \"W\" GmbH","address":{"line1":"Dammweg 1","line2":"","city":"Ulm","region":"",)"
    R"("postal_code":"89073","country":"DE"},"tax_id":"DE1","email":"b@weir.example","invoice_prefix":"WR-",)"
    R"("credit_note_prefix":"WRC-","payment_terms_days":0,"note":"a\nb"})";

constexpr std::string_view profile_text =
    R"({"issuer":"gmbh","buyer":{"legal_name":"Acme","address":{"line1":"1 Main","line2":"2","city":"S","region":"IL",)"
    R"("postal_code":"6","country":"US"},"tax_id":"12","email":"ap@acme.example"},"billing_day":31,"tax_rates":["b","a"],)"
    R"("tax_inclusive":true,"exemption_reason":"","exemption_code":"","finalize":"by_hand","grace_hours":0,)"
    R"("most_lines":100,"most_amount_minor":0})";

}  // namespace

TEST_CASE("an issuer comes back from its text") {
  const auto i = read(issuer_text, contract::read_issuer);
  CHECK(i.identity.address.city == "Ulm");
  CHECK(i.payment_terms_days == 0);
  CHECK(written([&](auto& w) { contract::write_issuer(w, i); }) == issuer_text);
  const auto least = read(R"({"code":"a","legal_name":"A","address":{"country":"DE"}})", contract::read_issuer);
  CHECK(least == billing::issuer{"a", {"A", {.country = "DE"}, "", ""}, "", "", 30, ""});
}

TEST_CASE("a profile comes back from its text, and what is left out is of the one before") {
  const auto p = read(profile_text, [](const auto& v) { return contract::read_profile(v, {}); });
  CHECK(p.most_amount == billing::money{});
  CHECK(written([&](auto& w) { contract::write_profile(w, p); }) == profile_text);
  CHECK(read("{}", [&](const auto& v) { return contract::read_profile(v, p); }) == p);
  auto expected = p;
  expected.issuer_code = "";
  expected.most_lines.reset();
  expected.most_amount.reset();
  expected.buyer = {"Beta", {}, "", ""};
  CHECK(read(R"({"issuer":null,"most_lines":null,"most_amount_minor":null,"buyer":{"legal_name":"Beta"}})",
             [&](const auto& v) { return contract::read_profile(v, p); }) == expected);
  CHECK(written([](auto& w) { contract::write_profile(w, {}); }).contains(R"("issuer":null,)"));
}

TEST_CASE("a tax rate comes back from its text") {
  constexpr std::string_view text = R"({"code":"vat","name":"VAT 8.8875 %","jurisdiction":"US-NY","rate":"0.088875"})";
  const auto made = billing::make_tax_rate(read(text, contract::read_tax_rate_draft)).value();
  CHECK(written([&](auto& w) { contract::write_tax_rate(w, made); }) == text);
}

TEST_CASE("coupons of both kinds come back from their texts") {
  for (const std::string_view text :
       {R"({"id":"","code":"p","name":"P","percentage":"0.125","amount":null,"currency":null,"duration":"months",)"
        R"("months":3,"prices":["fee"]})",
        R"({"id":"","code":"a","name":"A","percentage":null,"amount":"12.50","currency":"EUR","duration":"once",)"
        R"("months":null,"prices":[]})"}) {
    const auto made = billing::make_coupon(read(text, contract::read_coupon_draft));
    REQUIRE(made.has_value());
    CHECK(written([&](auto& w) { contract::write_coupon(w, *made); }) == text);
  }
}
