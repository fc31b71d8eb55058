#include <chrono>

#include <src/app/invoice_tool.hpp>

#include <weir/base/ulid.hpp>

namespace weir::app {

postgres::pool open_invoice_pool(const tool& t, std::size_t connections) {
  return postgres::pool({t.program->database("weir invoice"), connections, std::chrono::seconds(10), {}});
}

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
