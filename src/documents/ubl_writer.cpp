#include <src/documents/ubl_writer.hpp>

namespace weir::documents {
namespace {

constexpr std::string_view customization = "urn:cen.eu:en16931:2017";
constexpr std::string_view commercial_invoice = "380", credit_note = "381";  // UNCL 1001
constexpr std::string_view one_unit = "C62";                                 // UN/ECE Rec. 20
constexpr std::string_view discount_code = "95";                             // UNCL 5189

}  // namespace

ubl_writer::ubl_writer(const invoice_document& of, vat tax)
    : of_(of), vat_(std::move(tax)), w_(4096 + of.lines.size() * 1024) {}

std::string ubl_writer::write() {
  head();
  references();
  seller();
  buyer();
  delivery();
  taxes();
  totals();
  for (const auto& l : of_.lines)
    line(l);
  return w_.close().take();
}

void ubl_writer::head() {
  const std::string_view root = is_note() ? "CreditNote" : "Invoice";
  const auto schema = "urn:oasis:names:specification:ubl:schema:xsd:" + std::string(root) + "-2";
  w_.open_root(root, {{"xmlns", schema},
                      {"xmlns:cac", "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"},
                      {"xmlns:cbc", "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"}});
  w_.text("cbc:CustomizationID", customization).text("cbc:ID", of_.number);
  w_.text("cbc:IssueDate", weir::text(of_.issued_on));
  if (is_note()) {
    w_.text("cbc:CreditNoteTypeCode", credit_note);
  } else {
    if (of_.due_on) w_.text("cbc:DueDate", weir::text(*of_.due_on));
    w_.text("cbc:InvoiceTypeCode", commercial_invoice);
  }
  w_.given("cbc:Note", of_.note).text("cbc:DocumentCurrencyCode", of_.currency.code());
  period(of_.period_from, of_.period_to);
}

void ubl_writer::period(civil_day from, civil_day to) {
  w_.open("cac:InvoicePeriod").text("cbc:StartDate", weir::text(from)).text("cbc:EndDate", weir::text(to)).close();
}

void ubl_writer::references() {
  for (const auto& r : of_.preceding) {
    w_.open("cac:BillingReference").open("cac:InvoiceDocumentReference").text("cbc:ID", r.number);
    w_.text("cbc:IssueDate", weir::text(r.issued_on)).close().close();
  }
}

void ubl_writer::postal_address(const billing::postal_address& a) {
  w_.open("cac:PostalAddress").given("cbc:StreetName", a.line1).given("cbc:AdditionalStreetName", a.line2);
  w_.given("cbc:CityName", a.city).given("cbc:PostalZone", a.postal_code).given("cbc:CountrySubentity", a.region);
  w_.open("cac:Country").text("cbc:IdentificationCode", a.country).close().close();
}

void ubl_writer::tax_scheme(std::string_view company, std::string_view scheme) {
  w_.open("cac:PartyTaxScheme").text("cbc:CompanyID", company);
  w_.open("cac:TaxScheme").text("cbc:ID", scheme).close().close();
}

void ubl_writer::contact(const billing::party& p) {
  if (!p.email.empty()) w_.open("cac:Contact").text("cbc:ElectronicMail", p.email).close();
}

void ubl_writer::seller() {
  const auto& p = of_.seller.identity;
  w_.open("cac:AccountingSupplierParty").open("cac:Party");
  if (!p.email.empty()) w_.text("cbc:EndpointID", p.email, {"schemeID", "EM"});
  w_.open("cac:PartyIdentification").text("cbc:ID", of_.seller.id).close();
  postal_address(p.address);
  // BR-O-02: outside of VAT no VAT id stands in it.
  const bool vat_id = is_vat_id(p.tax_id);
  if (!p.tax_id.empty() && (!vat_id || vat_.category != "O")) tax_scheme(p.tax_id, vat_id ? "VAT" : "TAX");
  w_.open("cac:PartyLegalEntity").text("cbc:RegistrationName", p.legal_name).close();
  contact(p);
  w_.close().close();
}

void ubl_writer::buyer() {
  const auto& p = of_.buyer.identity;
  w_.open("cac:AccountingCustomerParty").open("cac:Party");
  if (!p.email.empty()) w_.text("cbc:EndpointID", p.email, {"schemeID", "EM"});
  w_.open("cac:PartyIdentification").text("cbc:ID", of_.buyer.id).close();
  postal_address(p.address);
  const bool vat_id = is_vat_id(p.tax_id);
  if (vat_id && vat_.category != "O") tax_scheme(p.tax_id, "VAT");
  w_.open("cac:PartyLegalEntity").text("cbc:RegistrationName", p.legal_name);
  if (!vat_id) w_.given("cbc:CompanyID", p.tax_id);
  w_.close();
  contact(p);
  w_.close().close();
}

// BR-IC-12: an intra-community supply says where it goes.
void ubl_writer::delivery() {
  if (vat_.category != "K") return;
  w_.open("cac:Delivery").open("cac:DeliveryLocation").open("cac:Address").open("cac:Country");
  w_.text("cbc:IdentificationCode", of_.buyer.identity.address.country).close().close().close().close();
}

void ubl_writer::tax_category(std::string_view name, bool reasons) {
  w_.open(name).text("cbc:ID", vat_.category);
  if (vat_.category != "O") w_.text("cbc:Percent", vat_.percent.text());
  if (reasons) {
    w_.given("cbc:TaxExemptionReasonCode", vat_.exemption_code);
    w_.given("cbc:TaxExemptionReason", vat_.exemption_reason);
  }
  w_.open("cac:TaxScheme").text("cbc:ID", "VAT").close().close();
}

void ubl_writer::taxes() {
  const auto tax = of_.taxes.empty() ? money{} : asked(of_.taxes.front().amount);
  w_.open("cac:TaxTotal");
  amount("cbc:TaxAmount", tax);
  w_.open("cac:TaxSubtotal");
  amount("cbc:TaxableAmount", asked(of_.net));
  amount("cbc:TaxAmount", tax);
  tax_category("cac:TaxCategory", true);
  w_.close().close();
}

void ubl_writer::totals() {
  w_.open("cac:LegalMonetaryTotal");
  amount("cbc:LineExtensionAmount", asked(of_.net));
  amount("cbc:TaxExclusiveAmount", asked(of_.net));
  amount("cbc:TaxInclusiveAmount", asked(of_.total));
  if (of_.credits_used != money{}) amount("cbc:PrepaidAmount", of_.credits_used);
  amount("cbc:PayableAmount", is_note() ? of_.credited : of_.due);
  w_.close();
}

bool ubl_writer::has_units(const document_line& l) const {
  return l.quantity && *l.quantity > decimal{} && l.corrects.empty() && gross(l) >= money{};
}

void ubl_writer::line(const document_line& l) {
  w_.open(is_note() ? "cac:CreditNoteLine" : "cac:InvoiceLine").text("cbc:ID", std::to_string(l.number));
  if (!l.corrects.empty()) w_.text("cbc:Note", "Corrects " + l.corrects);
  line_quantity(l, gross(l) < money{});
  amount("cbc:LineExtensionAmount", asked(l.untaxed));
  period(l.from, l.to);
  if (!of_.inclusive) line_differences(l);
  w_.open("cac:Item");
  if (!l.plan.empty() && l.plan != l.name) w_.text("cbc:Description", l.plan);
  w_.text("cbc:Name", l.name);
  tax_category("cac:ClassifiedTaxCategory", false);
  w_.close();
  line_price(l);
  w_.close();
}

void ubl_writer::line_quantity(const document_line& l, bool is_less) {
  const std::string_view name = is_note() ? "cbc:CreditedQuantity" : "cbc:InvoicedQuantity";
  const auto quantity = has_units(l) ? l.quantity->text() : is_less ? "-1" : "1";
  w_.text(name, quantity, {"unitCode", one_unit});
}

// What is less than the price: an allowance; what goes back of an earlier one: a charge.
void ubl_writer::line_differences(const document_line& l) {
  const auto discount = asked(l.discount);
  const auto put = [&](std::string_view reason, money m) {
    const bool is_charge = m < money{};
    w_.open("cac:AllowanceCharge").text("cbc:ChargeIndicator", is_charge ? "true" : "false");
    if (!is_charge) w_.text("cbc:AllowanceChargeReasonCode", discount_code);
    w_.text("cbc:AllowanceChargeReason", reason);
    amount("cbc:Amount", is_charge ? billing::negated(m) : m);
    w_.close();
  };
  if (discount == money{}) return;
  if (l.discounts.empty()) return put(discount < money{} ? "Discount taken back" : "Discount", discount);
  for (const auto& d : l.discounts)
    put(d.name, asked(d.amount));
}

// Tiers, packages and least amounts have no price of one unit: the price is that of all of them.
void ubl_writer::line_price(const document_line& l) {
  const auto costs = gross(l);
  w_.open("cac:Price");
  amount("cbc:PriceAmount", costs < money{} ? billing::negated(costs) : costs);
  if (has_units(l)) w_.text("cbc:BaseQuantity", l.quantity->text(), {"unitCode", one_unit});
  w_.close();
}

void ubl_writer::amount(std::string_view name, money m) {
  w_.text(name, billing::text(m, of_.currency), {"currencyID", of_.currency.code()});
}

}  // namespace weir::documents
