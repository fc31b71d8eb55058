#include <algorithm>
#include <iterator>

#include <weir/billing/rounding.hpp>

namespace weir::billing {
namespace {

constexpr std::string_view names[] = {"half_up", "half_even", "up", "down"};

}  // namespace

std::string_view name(rounding r) {
  return names[static_cast<std::size_t>(r)];
}

std::optional<rounding> rounding_from_name(std::string_view text) {
  const auto* found = std::ranges::find(names, text);
  if (found == std::end(names)) return std::nullopt;
  return static_cast<rounding>(found - std::begin(names));
}

}  // namespace weir::billing
