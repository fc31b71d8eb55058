// Who asks, and what they may do. Handlers see a principal and never credentials: a key with its scopes, or a person
// with a role.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <weir/base/assert.hpp>
#include <weir/base/time.hpp>
#include <weir/base/ulid.hpp>
#include <weir/domain/role.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::api {

enum class permission : std::uint8_t {
#define WEIR_PERMISSION(name, scope, roles, description) name,
#include <weir/catalogue/permissions.inc>
#undef WEIR_PERMISSION
};

// user: no key has it; what is for people alone.
enum class scope : std::uint8_t { none = 0, ingest = 1, query = 2, manage = 4, user = 128 };

std::string_view name(permission p);
std::optional<permission> permission_from_name(std::string_view text);
std::span<const permission> every_permission();
scope scope_of(permission p);             // none: anyone may
domain::role_set roles_of(permission p);  // of people; empty for what anyone may
std::string_view name(scope s);
std::optional<scope> scope_from_name(std::string_view text);  // of keys: not for none and user

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

// A person, signed in.
struct person {
  user_id id;
  session_id session;
  domain::role acts_as = domain::role::person;  // in the tenant; without one on the staff, or nothing more than oneself
  bool visits = false;                          // staff in a tenant that they are no member of: the tenant is told
  timestamp auth_time{};                        // when the password was given
  timestamp stepped_up_at{};                    // when everything was, here; the epoch: never
  bool must_enroll = false;                     // the tenant asks for a second factor, and there is none
};

struct principal {
  struct tenant_ref {
    tenant_id id;
    std::int32_t number = 0;
    bool operator==(const tenant_ref&) const = default;
  };

  std::string id;  // "key_…" or "usr_…": stands in commands, announcements and logs; "" without credentials
  std::optional<tenant_ref> tenant;     // nothing: the platform, or a person in no tenant
  scope_set scopes;                     // of a key
  std::optional<api::person> person{};  // nothing: a key

  bool is_platform() const { return !tenant && !id.empty() && (!person || domain::is_staff(person->acts_as)); }
  bool may(permission p) const { return person ? roles_of(p).has(person->acts_as) : scopes.has(scope_of(p)); }

  // Who did it, as announcements say it.
  std::string signature() const { return person && person->visits ? "staff:" + id : id; }

  // Whose rows this principal's transactions see under role::api.
  postgres::tenant_scope rows() const {
    if (tenant) return postgres::tenant_scope::of(tenant->number);
    return is_platform() ? postgres::tenant_scope::platform() : postgres::tenant_scope::nobody();
  }
  // What is the person's own, whatever the tenant.
  postgres::tenant_scope own_rows() const {
    WEIR_ASSERT(person, "a key has nothing of its own");
    return postgres::tenant_scope::person(person->id);
  }

  // Whether things of this tenant exist for the principal at all: across tenants the answer is 404, never 403.
  bool sees(std::int32_t tenant_number) const { return tenant ? tenant->number == tenant_number : is_platform(); }
};

}  // namespace weir::api
