// UBL as in golden/, which tests/e2e/test_e_invoices.py holds against the published rules of EN 16931. A new form of a
// document is written there by WEIR_WRITE_GOLDEN=1.
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>
#include <tests/unit/documents/samples.hpp>

#include <weir/documents/write_ubl.hpp>

using namespace weir;
using namespace weir::documents;

namespace {

std::string path_of(const named_sample& s) {
  return WEIR_SOURCE_DIR "/tests/unit/documents/golden/" + s.name + ".xml";
}

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string why_not(const invoice_document& of) {
  const auto written = write_ubl(of);
  if (written) return "";
  CHECK(written.error().code == error_code::invoice_state_refused);
  return written.error().detail;
}

}  // namespace

TEST_CASE("e-invoices are as they were") {
  for (const auto& s : samples()) {
    CAPTURE(s.name);
    const auto written = write_ubl(s.of);
    REQUIRE(written);
    if (std::getenv("WEIR_WRITE_GOLDEN") != nullptr) std::ofstream(path_of(s), std::ios::binary) << *written;
    CHECK(*written == read(path_of(s)));
  }
}

TEST_CASE("what EN 16931 cannot say is refused with the reason") {
  auto of = sample();
  of.is_void = true;
  CHECK(why_not(of).starts_with("It is void"));
  of = sample();
  of.currency = *billing::currency::find("KWD");
  CHECK(why_not(of).find("two digits") != std::string::npos);
  of = sample();
  of.buyer.identity.legal_name.clear();
  CHECK(why_not(of).find("legal name") != std::string::npos);
  of = sample();
  of.buyer.identity.address.country.clear();
  CHECK(why_not(of).find("country") != std::string::npos);
  of = sample();
  of.taxes.push_back(of.taxes.front());
  CHECK(why_not(of).find("more than one tax") != std::string::npos);
}

TEST_CASE("tax ids are wanted where the rules want them") {
  auto of = sample();
  of.seller.identity.tax_id.clear();
  CHECK(why_not(of) == "The seller has no tax id.");
  of.taxes.clear();
  CHECK(why_not(of).empty());  // outside of VAT
  of.exemption_code = "VATEX-EU-AE";
  CHECK(why_not(of) == "The seller has no tax id.");
  of.seller.identity.tax_id = "27/123/45678";
  CHECK(why_not(of).empty());
  of.buyer.identity.tax_id.clear();
  CHECK(why_not(of) == "The buyer has no tax id.");
  of.exemption_code = "VATEX-EU-G";
  CHECK(why_not(of).starts_with("The seller's tax id is no VAT id"));
  of.exemption_code = "VATEX-EU-IC";
  of.seller.identity.tax_id = "DE123456789";
  of.buyer.identity.tax_id = "12345";
  CHECK(why_not(of).starts_with("The buyer's tax id is no VAT id"));
}
