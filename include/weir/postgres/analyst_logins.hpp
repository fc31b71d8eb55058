// Rows of `analyst_logins`: which login at the database sees which tenants' usage (docs/analytics.md); and what the
// cluster itself says of a login. Under role::api with the platform's scope.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/postgres/tenants.hpp>

namespace weir::postgres {

struct analyst_row {
  std::string id;
  std::string login;
  std::optional<tenant_row> tenant{};  // nothing: all tenants
  std::string granted_by;
  timestamp created_at{};
};

// What somebody could do who logs in so.
struct login_facts {
  std::string quoted;  // as it stands in SQL
  bool exists = false;
  bool can_log_in = false;
  bool is_analyst = false;            // a member of weir_analyst
  bool limits_connections = false;    // CONNECTION LIMIT
  bool limits_statements = false;     // statement_timeout of its own
  bool limits_idleness = false;       // idle_in_transaction_session_timeout of its own
  bool reads_only = false;            // default_transaction_read_only of its own
  std::vector<std::string> excess{};  // rights beyond an analyst's: "SUPERUSER", "member of weir_api", …; ten at most
};

namespace analyst_logins {

struct new_grant {
  std::string id;
  std::string login;
  std::optional<std::int32_t> tenant_number{};  // nothing: all tenants
  std::string granted_by;
};
// Nothing when the login has it already.
result<std::optional<analyst_row>> grant(executor& in, const new_grant& n);

// Those that were taken away: of one tenant, or whatever the login has.
result<std::vector<analyst_row>> revoke(executor& in, const std::string& login, std::optional<std::int32_t> tenant);

// By id, after `after` (empty: from the first).
result<std::vector<analyst_row>> list(executor& in, const std::string& after, std::int32_t limit);

result<login_facts> look(executor& in, const std::string& login);

}  // namespace analyst_logins
}  // namespace weir::postgres
