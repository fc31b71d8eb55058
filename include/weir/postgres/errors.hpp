// SQLSTATE → Weir's error codes, in one place (PostgreSQL 15, appendix A).
#pragma once

#include <string>
#include <string_view>

#include <weir/base/error.hpp>

namespace weir::postgres {

// What the server said about the last failed statement. Empty sqlstate: the connection was lost.
struct server_error {
  std::string sqlstate;
  std::string constraint;  // name of the violated constraint, when the server named one
  std::string message;     // the primary message only, never DETAIL: that one quotes rows
};

// 08, 53, 57P, "": database_unavailable · 40001, 40P01: database_conflict · 55P03: lock_timeout · 57014:
// database_timeout 23: database_constraint · 22: database_data_invalid · else database_error.
error_code code_of(std::string_view sqlstate);

// An error whose detail names state and constraint, and the message only where it cannot quote values.
error translate(const server_error& e);

}  // namespace weir::postgres
