// The inputs of invoices as one JSON text: what is stored beside each of them, and what its hash is of. One value has
// one text: members in a fixed order, no white space, amounts in whole minor units, quantities and prices as texts.
#pragma once

#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/billing/invoice_inputs.hpp>

namespace weir::contract {

inline constexpr std::int64_t invoice_inputs_version = 1;  // of this form, and of the rules that read it

std::string encode_invoice_inputs(const billing::invoice_inputs& in);

// Error: record_malformed, with a pointer.
result<billing::invoice_inputs> decode_invoice_inputs(std::string_view json);

}  // namespace weir::contract
