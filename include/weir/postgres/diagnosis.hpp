// Questions of `weir doctor` to a database. Under role::owner.
#pragma once

#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres::diagnosis {

struct server {
  std::string version;  // "15.9"
  timestamp clock{};
  std::int64_t connections = 0;  // of all databases of the server
  std::int64_t connections_most = 0;
};
result<server> look(executor& in);

// Of weir_api, weir_worker, weir_login and weir_analyst: those that are missing, or that this login is not a member of.
result<std::vector<std::string>> missing_roles(executor& in);

}  // namespace weir::postgres::diagnosis
