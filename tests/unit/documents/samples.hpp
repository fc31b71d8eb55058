// Invoices as documents that differ in what EN 16931 looks at.
#pragma once

#include <string>
#include <vector>

#include <weir/documents/invoice_document.hpp>

namespace weir::documents {

// One fee of 20.00 and usage of 3.50, 19 % on both, from a German seller to a German buyer.
invoice_document sample();

struct named_sample {
  std::string name;  // of its file in golden/
  invoice_document of;
};
// Every kind of tax, a credit note, discounts, credits, prices with tax in them, no digits after the point.
std::vector<named_sample> samples();

}  // namespace weir::documents
