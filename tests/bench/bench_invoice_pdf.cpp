// bench_invoice_pdf TIMES
//
// What the PDF of an invoice of 20 lines costs a thread that has written one before, and one that has not: the first
// of a thread reads the fonts. Prints the median and the first in milliseconds, and whether all of them were the same
// bytes.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <weir/documents/write_pdf.hpp>

namespace {

using namespace weir;
using namespace weir::documents;

invoice_document invoice_of(int lines) {
  invoice_document out{.id = "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV", .currency = *billing::currency::find("EUR")};
  out.number = "INV-000042";
  out.issued_on = {2026, 11, 1};
  out.due_on = civil_day{2026, 12, 1};
  out.period_from = {2026, 10, 1};
  out.period_to = {2026, 10, 31};
  out.seller = {"iss_1", {"Seller GmbH", {"Street 1", "", "Berlin", "", "10115", "DE"}, "DE123456789", ""}};
  out.buyer = {"ten_1", {"Käufer & Söhne", {"Weg 2", "", "Hamburg", "", "20095", "DE"}, "DE987654321", ""}};
  out.note = "Thank you.\nPay to DE00 0000 0000 0000.";
  for (int i = 1; i <= lines; ++i) {
    document_line line{.number = i, .name = fmt::format("Requests of region {}", i), .plan = "Business"};
    line.from = out.period_from;
    line.to = out.period_to;
    line.quantity = decimal::from_integer(1000 * i + 7);
    line.amount = line.net = line.untaxed = {100 * i + i};
    out.net.minor += line.net.minor;
    out.lines.push_back(std::move(line));
  }
  out.taxes = {{"VAT 19 %", "DE", decimal::from_integer(19), out.net, {out.net.minor * 19 / 100}}};
  out.total = out.due = {out.net.minor + out.taxes.front().amount.minor};
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  const auto times = std::max(1, argc > 1 ? std::atoi(argv[1]) : 200);
  const auto of = invoice_of(20);
  std::vector<double> took;
  std::string first;
  bool equal = true;
  for (int i = 0; i <= times; ++i) {
    const auto began = std::chrono::steady_clock::now();
    auto written = write_pdf(of);
    took.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
    if (!written) {
      fmt::print(stderr, "{}: {}\n", name(written.error().code), written.error().detail);
      return 1;
    }
    if (i == 0)
      first = std::move(*written);
    else
      equal = equal && *written == first;
  }
  const auto cold = took.front();
  took.erase(took.begin());
  std::ranges::sort(took);
  fmt::print("{{\"median_ms\":{:.3f},\"first_ms\":{:.3f},\"bytes\":{},\"equal\":{}}}\n", took[took.size() / 2], cold,
             first.size(), equal);
}
