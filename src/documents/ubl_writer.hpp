// The parts of a UBL document, in the order of its schema.
#pragma once

#include <string>
#include <string_view>

#include <src/documents/vat.hpp>
#include <src/documents/xml_writer.hpp>

#include <weir/documents/invoice_document.hpp>

namespace weir::documents {

class ubl_writer {
 public:
  ubl_writer(const invoice_document& of, vat tax);

  std::string write();

 private:
  bool is_note() const { return of_.kind == billing::invoice_kind::credit_note; }
  money asked(money m) const { return is_note() ? billing::negated(m) : m; }

  void head();
  void references();
  void seller();
  void buyer();
  void postal_address(const billing::postal_address& a);
  void tax_scheme(std::string_view company, std::string_view scheme);
  void contact(const billing::party& p);
  void delivery();
  void taxes();
  void tax_category(std::string_view name, bool reasons);
  void totals();
  void line(const document_line& l);
  void line_quantity(const document_line& l, bool is_less);
  void line_differences(const document_line& l);
  void line_price(const document_line& l);
  void period(civil_day from, civil_day to);
  void amount(std::string_view name, money m);

  // What a line costs before its discounts, without tax.
  money gross(const document_line& l) const { return asked(of_.inclusive ? l.untaxed : l.amount); }
  // Of a usage line for the first time the units that were counted, else 1: a correction is no number of units.
  bool has_units(const document_line& l) const;

  const invoice_document& of_;
  vat vat_;
  xml_writer w_;
};

}  // namespace weir::documents
