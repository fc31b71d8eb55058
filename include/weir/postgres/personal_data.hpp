// What is kept of one person, to be shown to them or overwritten. Under role::api, in the platform's scope.
#pragma once

#include <string>
#include <vector>

#include <weir/postgres/sessions.hpp>

namespace weir::postgres::personal_data {

// Newest first, ended ones too, at most 1,000.
result<std::vector<session_row>> sessions_of(executor& in, const std::string& user);

// In which tenants the person acted as staff, and when first.
struct visit {
  std::string tenant_id;
  timestamp first_at{};
};
result<std::vector<visit>> visits_of(executor& in, const std::string& user);

// Overwrites the person and everything kept beside the audit trail: afterwards nothing here says who it was. Sessions
// and memberships have to have ended before. Error: user_not_found, also when it was done before.
result<user_row> erase(executor& in, const std::string& user);

}  // namespace weir::postgres::personal_data
