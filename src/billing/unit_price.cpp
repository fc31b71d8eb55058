#include <weir/billing/unit_price.hpp>

namespace weir::billing {

result<unit_price> unit_price::parse(std::string_view text) {
  auto units = parse_fixed(text, integer_digits, scale);
  if (!units) return std::unexpected(units.error());
  if (*units < 0) return fail(error_code::price_negative);
  return unit_price(*units);
}

std::string unit_price::text() const {
  std::string out;
  append_fixed(units_, scale, out);
  return out;
}

}  // namespace weir::billing
