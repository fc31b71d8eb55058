#include <algorithm>
#include <limits>
#include <tuple>

#include <weir/billing/credit.hpp>

namespace weir::billing {

std::vector<credit_use> apply_credits(money due, std::vector<credit_grant> grants, timestamp as_of) {
  static constexpr timestamp never{std::numeric_limits<std::int64_t>::max()};
  std::ranges::sort(grants, {}, [](const credit_grant& g) {
    return std::tuple(g.priority, g.expires_at.value_or(never), g.created_at, std::string_view(g.id));
  });
  std::vector<credit_use> out;
  for (const auto& g : grants) {
    if (g.expires_at && *g.expires_at <= as_of) continue;
    const auto used = std::min(due, g.remaining);
    if (used <= money{}) continue;
    due.minor -= used.minor;
    out.push_back({g.id, used});
  }
  return out;
}

}  // namespace weir::billing
