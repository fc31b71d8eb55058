#include <src/app/find_invoice.hpp>

#include <weir/base/ulid.hpp>

namespace weir::app {

result<postgres::invoice_row> find_invoice(postgres::executor& in, const std::string& id_or_number) {
  if (invoice_id::parse(id_or_number)) return postgres::invoices::find(in, id_or_number);
  return postgres::invoices::find_by_number(in, id_or_number);
}

std::string money_of(const postgres::invoice_row& row, billing::money m) {
  return text(m, *billing::currency::find(row.currency)) + " " + row.currency;
}

std::string shown_number(const postgres::invoice_row& row) {
  return row.number.value_or(row.id);
}

}  // namespace weir::app
