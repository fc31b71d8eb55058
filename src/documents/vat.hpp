// How EN 16931 calls the tax of an invoice, and what it wants to know then.
#pragma once

#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/documents/invoice_document.hpp>

namespace weir::documents {

struct vat {
  // UNCL 5305: S standard, Z zero rated, E exempt, AE reverse charge, K intra-community supply, G export, O outside of
  // the scope of VAT.
  std::string_view category;
  decimal percent{};
  std::string exemption_reason{}, exemption_code{};  // at least one of E, AE, K, G and O
};

// Error: invoice_state_refused, when EN 16931 has no place for it.
result<vat> vat_of(const invoice_document& of);

// "DE123456789": begins with a country (or EL, XI), as VAT identifiers do (BR-CO-09).
bool is_vat_id(std::string_view tax_id);

}  // namespace weir::documents
