#include <src/documents/vat.hpp>

#include <weir/billing/country.hpp>

namespace weir::documents {
namespace {

std::unexpected<error> refuse(std::string why) {
  return fail(error_code::invoice_state_refused, std::move(why));
}

std::string_view exempt_category(std::string_view code) {
  if (code == "VATEX-EU-AE") return "AE";
  if (code == "VATEX-EU-IC") return "K";
  if (code == "VATEX-EU-G") return "G";
  if (code == "VATEX-EU-O") return "O";
  return "E";
}

vat untaxed(const invoice_document& of) {
  // Without a rate and without a reason nothing says that VAT concerns this invoice at all.
  if (of.exemption_code.empty() && of.exemption_reason.empty()) return {"O", {}, "Not subject to VAT", "VATEX-EU-O"};
  return {exempt_category(of.exemption_code), {}, of.exemption_reason, of.exemption_code};
}

// BR-S-02, BR-Z-02, BR-E-02, BR-AE-02, BR-IC-02, BR-G-02 and their like for allowances.
result<void> check_tax_ids(const vat& v, const invoice_document& of) {
  const auto& seller = of.seller.identity.tax_id;
  const auto& buyer = of.buyer.identity.tax_id;
  if (v.category == "O") return {};
  if (seller.empty()) return refuse("The seller has no tax id.");
  if ((v.category == "K" || v.category == "G") && !is_vat_id(seller))
    return refuse("The seller's tax id is no VAT id: it does not begin with a country.");
  if (v.category == "AE" && buyer.empty()) return refuse("The buyer has no tax id.");
  if (v.category == "K" && !is_vat_id(buyer))
    return refuse("The buyer's tax id is no VAT id: it does not begin with a country.");
  return {};
}

}  // namespace

bool is_vat_id(std::string_view tax_id) {
  const auto prefix = tax_id.substr(0, 2);
  return tax_id.size() > 3 && (billing::is_country(prefix) || prefix == "EL" || prefix == "XI");
}

result<vat> vat_of(const invoice_document& of) {
  if (of.taxes.size() > 1) return refuse("It has more than one tax, and EN 16931 knows one VAT rate for each line.");
  auto out = of.taxes.empty() ? untaxed(of) : vat{"S", of.taxes.front().percent};
  if (!of.taxes.empty() && out.percent == decimal{}) out.category = "Z";
  if (auto known = check_tax_ids(out, of); !known) return std::unexpected(known.error());
  return out;
}

}  // namespace weir::documents
