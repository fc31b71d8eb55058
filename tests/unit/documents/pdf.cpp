// The same document gives the same bytes, on whichever thread; every script finds a font.
#include <thread>

#include <doctest/doctest.h>
#include <tests/unit/documents/samples.hpp>

#include <weir/documents/write_pdf.hpp>

using namespace weir;
using namespace weir::documents;

TEST_CASE("the same document gives the same bytes, on every thread") {
  for (const auto& s : samples()) {
    CAPTURE(s.name);
    const auto once = write_pdf(s.of);
    REQUIRE(once);
    CHECK(once->starts_with("%PDF-1.5"));
    CHECK(*once == *write_pdf(s.of));
    std::string elsewhere;
    std::thread([&] { elsewhere = *write_pdf(s.of); }).join();
    CHECK(*once == elsewhere);
  }
}

TEST_CASE("another document gives other bytes") {
  auto other = sample();
  other.is_void = true;
  CHECK(*write_pdf(sample()) != *write_pdf(other));
}

TEST_CASE("names of any script, and texts that are no words, are written") {
  auto of = sample();
  of.buyer.identity.legal_name = "株式会社ウィア · شركة مثال · חברה · Ελλάδα · Қазақстан · 🌊";
  of.seller.identity.legal_name = std::string(255, 'W');
  of.lines[0].name = "\xff\xfe broken";
  of.note = std::string("\n\n") + std::string(1990, 'n');
  CHECK(write_pdf(of).has_value());
}

TEST_CASE("an invoice of many lines has many pages, and one of too many none") {
  auto of = sample();
  while (of.lines.size() < 200)
    of.lines.push_back(of.lines[1]);
  CHECK(write_pdf(of).has_value());
  while (of.lines.size() <= most_pdf_lines)
    of.lines.push_back(of.lines[1]);
  const auto refused = write_pdf(of);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == error_code::invoice_state_refused);
}
