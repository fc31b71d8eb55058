#include <src/documents/ubl_writer.hpp>

#include <weir/documents/write_ubl.hpp>

namespace weir::documents {
namespace {

constexpr int most_digits = 2;  // BR-DEC-*

std::unexpected<error> refuse(std::string why) {
  return fail(error_code::invoice_state_refused, std::move(why));
}

result<void> check(const invoice_document& of) {
  const auto& buyer = of.buyer.identity;
  if (of.is_void) return refuse("It is void, which EN 16931 has no word for.");
  if (of.currency.digits() > most_digits)
    return refuse("EN 16931 knows two digits after the point, and this currency has more.");
  if (buyer.legal_name.empty()) return refuse("The billing profile had no legal name when the invoice was made.");
  if (buyer.address.country.empty()) return refuse("The billing profile had no country when the invoice was made.");
  return {};
}

}  // namespace

result<std::string> write_ubl(const invoice_document& of) {
  if (auto possible = check(of); !possible) return std::unexpected(possible.error());
  auto tax = vat_of(of);
  if (!tax) return std::unexpected(tax.error());
  return ubl_writer(of, std::move(*tax)).write();
}

}  // namespace weir::documents
