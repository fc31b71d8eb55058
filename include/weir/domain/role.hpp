// What a person is: in a tenant (memberships), or on the platform's staff. Which role has which permission stands in
// schemas/catalogues/permissions.json.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace weir::domain {

enum class role : std::uint8_t {
  owner,
  admin,
  billing,
  analyst,
  viewer,
  platform_operator,
  platform_finance,
  platform_support,
  person,  // whoever has signed in, in no tenant
};

inline constexpr role every_role[] = {role::owner,
                                      role::admin,
                                      role::billing,
                                      role::analyst,
                                      role::viewer,
                                      role::platform_operator,
                                      role::platform_finance,
                                      role::platform_support,
                                      role::person};

std::string_view name(role r);  // "owner", "operator", …
constexpr bool is_staff(role r) {
  return r == role::platform_operator || r == role::platform_finance || r == role::platform_support;
}

std::optional<role> member_role_from_name(std::string_view text);  // owner to viewer
std::optional<role> staff_role_from_name(std::string_view text);   // operator, finance, support

class role_set {
 public:
  constexpr role_set() = default;
  constexpr role_set(std::initializer_list<role> roles) {
    for (auto r : roles)
      add(r);
  }
  constexpr void add(role r) { bits_ = static_cast<std::uint16_t>(bits_ | bit(r)); }
  constexpr bool has(role r) const { return (bits_ & bit(r)) != 0; }
  bool operator==(const role_set&) const = default;

 private:
  static constexpr std::uint16_t bit(role r) { return static_cast<std::uint16_t>(1u << static_cast<unsigned>(r)); }
  std::uint16_t bits_ = 0;
};

// Whether `actor` may make a member with the role `from` one with `to` (nothing: take the membership away): owners are
// made and unmade by owners and operators alone.
bool may_change_role(role actor, role from, std::optional<role> to);

}  // namespace weir::domain
