#include <weir/billing/unit_price.hpp>

namespace weir::billing {
namespace {

// The codes' own sentences speak of what events carry.
std::string_view explained(error_code code) {
  if (code == error_code::decimal_too_large) return "a price has at most 12 digits before the point";
  if (code == error_code::decimal_too_precise) return "a price has at most 12 digits after the point";
  return "";
}

}  // namespace

result<unit_price> unit_price::parse(std::string_view text) {
  auto units = parse_fixed(text, integer_digits, scale);
  if (!units) return fail(units.error().code, std::string(explained(units.error().code)));
  if (*units < 0) return fail(error_code::price_negative);
  return unit_price(*units);
}

std::string unit_price::text() const {
  std::string out;
  append_fixed(units_, scale, out);
  return out;
}

}  // namespace weir::billing
