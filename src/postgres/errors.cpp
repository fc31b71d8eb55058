#include <weir/postgres/errors.hpp>

namespace weir::postgres {

error_code code_of(std::string_view state) {
  if (state.empty() || state.starts_with("08") || state.starts_with("53")) return error_code::database_unavailable;
  if (state == "57014") return error_code::database_timeout;
  if (state.starts_with("57")) return error_code::database_unavailable;
  if (state == "40001" || state == "40P01") return error_code::database_conflict;
  if (state == "55P03") return error_code::lock_timeout;
  if (state.starts_with("23")) return error_code::database_constraint;
  if (state.starts_with("22")) return error_code::database_data_invalid;
  return error_code::database_error;
}

error translate(const server_error& e) {
  const auto code = code_of(e.sqlstate);
  std::string detail = e.sqlstate.empty() ? "the connection was lost" : "SQLSTATE " + e.sqlstate;
  if (!e.constraint.empty()) detail += ", constraint " + e.constraint;
  const bool may_quote_values =
      code == error_code::database_constraint || code == error_code::database_data_invalid || e.message.empty();
  if (!may_quote_values) detail += ": " + e.message;
  return {code, std::move(detail)};
}

}  // namespace weir::postgres
