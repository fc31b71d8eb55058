#include <algorithm>
#include <iterator>
#include <span>

#include <weir/domain/role.hpp>

namespace weir::domain {
namespace {

constexpr std::string_view names[] = {"owner",    "admin",   "billing", "analyst", "viewer",
                                      "operator", "finance", "support", "person"};
static_assert(std::size(names) == std::size(every_role));

std::optional<role> find(std::span<const role> among, std::string_view text) {
  const auto found = std::ranges::find_if(among, [&](role r) { return name(r) == text; });
  if (found == among.end()) return std::nullopt;
  return *found;
}

}  // namespace

std::string_view name(role r) {
  return names[static_cast<std::size_t>(r)];
}

std::optional<role> member_role_from_name(std::string_view text) {
  return find(std::span(every_role).subspan(0, 5), text);
}

std::optional<role> staff_role_from_name(std::string_view text) {
  return find(std::span(every_role).subspan(5, 3), text);
}

bool may_change_role(role actor, role from, std::optional<role> to) {
  if (actor == role::owner || actor == role::platform_operator) return true;
  return actor == role::admin && from != role::owner && to != role::owner;
}

}  // namespace weir::domain
