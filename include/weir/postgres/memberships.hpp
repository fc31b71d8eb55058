// Rows of `memberships` and `staff_visits`: who is what in which tenant.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/postgres/tenants.hpp>
#include <weir/postgres/users.hpp>

namespace weir::postgres {

struct member_row {
  std::int32_t tenant_number = 0;
  std::string role;
  timestamp created_at{};
  timestamp updated_at{};
  user_row user;
};

namespace memberships {

// False when the user is a member already, whatever the role.
result<bool> add(executor& in, std::int32_t tenant, const std::string& user, const std::string& role);

// Error: member_not_found.
result<member_row> get(executor& in, std::int32_t tenant, const std::string& user);

// By the user's id, after `after` (empty: from the first).
result<std::vector<member_row>> list(executor& in, std::int32_t tenant, const std::string& after, std::int32_t limit);

// Ids of the tenant's owners who can sign in, held until the transaction ends: two that leave at once cannot both be
// the last but one.
result<std::vector<std::string>> lock_owners(executor& in, std::int32_t tenant);

// Error: member_not_found.
result<void> set_role(executor& in, std::int32_t tenant, const std::string& user, const std::string& role);
result<void> remove(executor& in, std::int32_t tenant, const std::string& user);

struct of_person {
  std::string role;
  tenant_row tenant;
};
// In tenants that are not deleted, by the tenant's key. In the person's own scope.
result<std::vector<of_person>> of(executor& in, const std::string& user);

}  // namespace memberships

namespace staff_visits {

// False when this session's visit was noted before.
result<bool> note(executor& in, const std::string& session, std::int32_t tenant, const std::string& user);

}  // namespace staff_visits
}  // namespace weir::postgres
