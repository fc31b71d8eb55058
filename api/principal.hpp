// Who asks, and what they may do. Handlers see a principal and never credentials, so that users and roles come later
// without touching them.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <weir/base/ulid.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::api {

enum class permission : std::uint8_t {
#define WEIR_PERMISSION(name, scope, description) name,
#include <weir/catalogue/permissions.inc>
#undef WEIR_PERMISSION
};

enum class scope : std::uint8_t { none = 0, ingest = 1, query = 2, manage = 4 };

std::string_view name(permission p);
std::optional<permission> permission_from_name(std::string_view text);
scope scope_of(permission p);  // none: anyone may
std::string_view name(scope s);
std::optional<scope> scope_from_name(std::string_view text);  // not for none

// Scopes of a key; a scope includes no other one.
class scope_set {
 public:
  constexpr scope_set() = default;
  constexpr scope_set(std::initializer_list<scope> scopes) {
    for (auto s : scopes)
      add(s);
  }
  constexpr void add(scope s) { bits_ |= static_cast<std::uint8_t>(s); }
  constexpr bool has(scope s) const { return (bits_ & static_cast<std::uint8_t>(s)) == static_cast<std::uint8_t>(s); }
  bool operator==(const scope_set&) const = default;

 private:
  std::uint8_t bits_ = 0;
};

struct principal {
  struct tenant_ref {
    tenant_id id;
    std::int32_t number = 0;
    bool operator==(const tenant_ref&) const = default;
  };

  std::string id;                    // "key_…": stands in commands, announcements and logs; "" without credentials
  std::optional<tenant_ref> tenant;  // nothing: the platform
  scope_set scopes;

  bool is_platform() const { return !tenant && !id.empty(); }
  bool may(permission p) const { return scopes.has(scope_of(p)); }

  // Whose rows this principal's transactions see under role::api.
  postgres::tenant_scope rows() const {
    if (tenant) return postgres::tenant_scope::of(tenant->number);
    return is_platform() ? postgres::tenant_scope::platform() : postgres::tenant_scope::nobody();
  }

  // Whether things of this tenant exist for the principal at all: across tenants the answer is 404, never 403.
  bool sees(std::int32_t tenant_number) const { return tenant ? tenant->number == tenant_number : is_platform(); }
};

}  // namespace weir::api
