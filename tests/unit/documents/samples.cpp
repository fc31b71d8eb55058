#include <tests/unit/documents/samples.hpp>

namespace weir::documents {
namespace {

civil_day day(std::string_view text) {
  return *parse_civil_day(text);
}

document_line line(std::int32_t number, std::string name, std::int64_t net) {
  document_line out;
  out.number = number;
  out.name = std::move(name);
  out.plan = "Team";
  out.from = day("2026-10-01");
  out.to = day("2026-10-31");
  out.amount = out.net = out.untaxed = {net};
  return out;
}

invoice_document untaxed(std::string reason, std::string code) {
  auto out = sample();
  out.taxes.clear();
  out.total = out.due = out.net;
  out.exemption_reason = std::move(reason);
  out.exemption_code = std::move(code);
  return out;
}

invoice_document credit_note() {
  auto out = sample();
  out.kind = billing::invoice_kind::credit_note;
  out.number = "CN-000007";
  out.due_on.reset();
  out.preceding = {{"INV-000042", day("2026-11-01")}};
  out.lines = {line(1, "API calls", -1000), line(2, "Base fee", 400)};
  out.lines[0].corrects = "INV-000042, line 2";
  out.lines[0].discount = {-100};
  out.lines[0].net = out.lines[0].untaxed = {-900};
  out.net = {-500};
  out.taxes[0].base = {-500};
  out.taxes[0].amount = {-95};
  out.total = {-595};
  out.due = {};
  out.credited = {595};
  return out;
}

invoice_document discounted() {
  auto out = sample();
  out.lines[0].discounts = {{"Welcome", {500}}, {"Friends & <family>", {100}}};
  out.lines[0].discount = {600};
  out.lines[0].net = out.lines[0].untaxed = {1400};
  out.lines[1].discount = {50};
  out.lines[1].net = out.lines[1].untaxed = {300};
  out.net = out.taxes[0].base = {1700};
  out.taxes[0].amount = {323};
  out.total = {2023};
  out.credits_used = {1000};
  out.due = {1023};
  return out;
}

// 23.80 and 4.17 with 19 % in them.
invoice_document inclusive() {
  auto out = sample();
  out.inclusive = true;
  out.lines[0].amount = out.lines[0].net = {2380};
  out.lines[1].amount = out.lines[1].net = {417};
  out.lines[1].untaxed = {350};
  out.taxes[0].amount = {447};
  out.total = out.due = {2797};
  return out;
}

invoice_document yen() {
  auto out = sample();
  out.currency = *billing::currency::find("JPY");
  out.taxes = {{"Consumption tax", "JP", decimal::from_integer(10), out.net, {235}}};
  out.total = out.due = {2585};
  out.seller.identity = {"販売株式会社", {"千代田1-1", "", "東京", "", "100-0001", "JP"}, "T1234567890123", ""};
  return out;
}

invoice_document intra_community() {
  auto out = untaxed("Intra-community supply", "VATEX-EU-IC");
  out.buyer.identity.address.country = "FR";
  out.buyer.identity.tax_id = "FR12345678901";
  return out;
}

}  // namespace

invoice_document sample() {
  invoice_document out{.id = "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV", .currency = *billing::currency::find("EUR")};
  out.number = "INV-000042";
  out.finalized_at = *parse_rfc3339("2026-11-01T01:00:00Z");
  out.issued_on = day("2026-11-01");
  out.due_on = day("2026-12-01");
  out.period_from = day("2026-10-01");
  out.period_to = day("2026-10-31");
  out.seller = {"iss_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                {"Seller GmbH",
                 {"Straße 1", "Hinterhaus", "Berlin", "BE", "10115", "DE"},
                 "DE123456789",
                 "billing@seller.example"}};
  out.buyer = {"ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
               {"Buyer & Co.", {"Weg 2", "", "Hamburg", "", "20095", "DE"}, "DE987654321", "ap@buyer.example"}};
  out.note = "Thank you.\n\nPay to DE00 0000 0000.";
  out.lines = {line(1, "Base fee", 2000), line(2, "API calls", 350)};
  out.lines[1].quantity = decimal::from_integer(1234);
  out.lines[1].meter = "api_calls";
  out.net = {2350};
  out.taxes = {{"VAT 19 %", "DE", decimal::from_integer(19), {2350}, {447}}};
  out.total = out.due = {2797};
  out.inputs_hash = std::string(64, '0');
  return out;
}

std::vector<named_sample> samples() {
  auto zero = sample();
  zero.taxes = {{"Zero", "DE", decimal{}, zero.net, {}}};
  zero.total = zero.due = zero.net;
  return {{"standard", sample()},
          {"zero_rated", zero},
          {"exempt", untaxed("Educational services", "VATEX-EU-132-1I")},
          {"reverse_charge", untaxed("Reverse charge", "VATEX-EU-AE")},
          {"intra_community", intra_community()},
          {"export", untaxed("Export", "VATEX-EU-G")},
          {"outside_of_vat", untaxed("", "")},
          {"credit_note", credit_note()},
          {"discounted", discounted()},
          {"inclusive", inclusive()},
          {"yen", yen()}};
}

}  // namespace weir::documents
