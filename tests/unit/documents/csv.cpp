// Lines for spreadsheets, which must not take foreign texts for formulas.
#include <doctest/doctest.h>
#include <tests/unit/documents/samples.hpp>

#include <weir/documents/write_csv.hpp>

using namespace weir;
using namespace weir::documents;

namespace {

// The row of the first line.
std::string first_row(const invoice_document& of) {
  const auto text = write_csv(of);
  const auto begin = text.find("\r\n") + 2;
  return text.substr(begin, text.find("\r\n", begin) - begin);
}

std::string named(std::string name) {
  auto of = sample();
  of.lines.resize(1);
  of.lines[0].name = std::move(name);
  return first_row(of);
}

}  // namespace

TEST_CASE("a row for each line, after a head") {
  CHECK(write_csv(sample()) ==
        "invoice,line,name,plan,from,to,quantity,meter,corrects,amount,discount,net,net_without_tax,currency\r\n"
        "INV-000042,1,Base fee,Team,2026-10-01,2026-10-31,,,,20.00,0.00,20.00,20.00,EUR\r\n"
        "INV-000042,2,API calls,Team,2026-10-01,2026-10-31,1234,api_calls,,3.50,0.00,3.50,3.50,EUR\r\n");
}

TEST_CASE("commas, quotes and line breaks are quoted") {
  CHECK(named("a,b").starts_with("INV-000042,1,\"a,b\",Team,"));
  CHECK(named("say \"x\"").starts_with("INV-000042,1,\"say \"\"x\"\"\",Team,"));
  CHECK(named("two\nlines").starts_with("INV-000042,1,\"two"));
}

TEST_CASE("what a spreadsheet would reckon is a text") {
  for (const std::string_view formula : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"}) {
    const auto row = named(std::string(formula));
    CAPTURE(row);
    CHECK((row.starts_with("INV-000042,1,'") || row.starts_with("INV-000042,1,\"'")));
  }
  CHECK(named("=HYPERLINK(\"x\",\"y\")").starts_with("INV-000042,1,\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\",Team"));
}

TEST_CASE("amounts below zero stay numbers") {
  auto of = sample();
  of.lines.resize(1);
  of.lines[0].amount = of.lines[0].net = of.lines[0].untaxed = {-1};
  CHECK(first_row(of).ends_with(",-0.01,0.00,-0.01,-0.01,EUR"));
  of.currency = *billing::currency::find("KWD");
  CHECK(first_row(of).ends_with(",-0.001,0.000,-0.001,-0.001,KWD"));
  of.currency = *billing::currency::find("JPY");
  CHECK(first_row(of).ends_with(",-1,0,-1,-1,JPY"));
}
