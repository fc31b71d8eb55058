// Decimal texts as whole units of 10^-scale: what quantities, prices and amounts share. 128 bits, never rounded.
#pragma once

#include <string>
#include <string_view>

#include <weir/base/error.hpp>

namespace weir {

__extension__ typedef __int128 int128;

// A JSON number (RFC 8259 §6), exponents allowed, with at most `integer_digits` before and `scale` after the point once
// written out; zeros beyond them do not count. integer_digits + scale ≤ 38. Errors, all permanent: decimal_malformed,
// decimal_too_large, decimal_too_precise.
result<int128> parse_fixed(std::string_view text, int integer_digits, int scale);

// scale ≤ 18. Without exponent, trailing zeros or "-0": "12.5", "-0.000000001", "0".
void append_fixed(int128 units, int scale, std::string& out);

}  // namespace weir
