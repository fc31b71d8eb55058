#include <weir/billing/price.hpp>

namespace weir::billing {

std::string_view name(const price_model& m) {
  constexpr std::string_view names[] = {"flat", "per_unit", "graduated", "volume", "package", "percentage"};
  static_assert(std::size(names) == std::variant_size_v<price_model>);
  return names[m.index()];
}

}  // namespace weir::billing
