#include <fmt/format.h>
#include <fmt/ranges.h>
#include <src/app/analyst_advice.hpp>

#include <weir/contract/json_writer.hpp>

namespace weir::app {
namespace {

constexpr int connections_most = 5;
constexpr const char* statement_longest = "5min";
constexpr const char* idle_longest = "1min";

}  // namespace

std::string analyst_json(const postgres::analyst_row& a) {
  contract::json_writer w(320);
  w.begin_object().member("id", a.id).member("login", a.login).key("tenant_id");
  a.tenant ? w.text(a.tenant->id) : w.null();
  w.member("granted_by", a.granted_by).member("created_at", a.created_at).end_object();
  return w.take();
}

result<void> check_login(const postgres::login_facts& login) {
  std::string lines;
  if (!login.exists) {
    lines = fmt::format("  CREATE ROLE {} LOGIN PASSWORD '…';\n", login.quoted);
  } else if (!login.can_log_in) {
    lines = fmt::format("  ALTER ROLE {} LOGIN PASSWORD '…';\n", login.quoted);
  }
  if (!login.is_analyst) lines += fmt::format("  GRANT weir_analyst TO {};\n", login.quoted);
  if (!lines.empty()) {
    lines += limits_to_set(login);
    lines.pop_back();
    return fail(error_code::analyst_login_not_ready,
                fmt::format("{} is no login that is a member of weir_analyst. As the cluster's administrator:\n{}",
                            login.quoted, lines));
  }
  if (login.excess.empty()) return {};
  return fail(error_code::analyst_login_privileged,
              fmt::format("{} could do more than an analyst: {}. Give analysts a login of their own.", login.quoted,
                          fmt::join(login.excess, ", ")));
}

std::string state_of(const postgres::login_facts& login) {
  if (!login.exists) return "no such login";
  if (!login.can_log_in) return "no login";
  if (!login.is_analyst) return "no member of weir_analyst";
  if (!login.excess.empty()) return fmt::format("too much: {}", fmt::join(login.excess, ", "));
  return limits_to_set(login).empty() ? "ready" : "ready, without limits";
}

std::string limits_to_set(const postgres::login_facts& login) {
  std::string out;
  const auto add = [&](bool there, const std::string& what) {
    if (!there) out += fmt::format("  ALTER ROLE {} {};\n", login.quoted, what);
  };
  add(login.limits_connections, fmt::format("CONNECTION LIMIT {}", connections_most));
  add(login.limits_statements, fmt::format("SET statement_timeout = '{}'", statement_longest));
  add(login.limits_idleness, fmt::format("SET idle_in_transaction_session_timeout = '{}'", idle_longest));
  add(login.reads_only, "SET default_transaction_read_only = on");
  return out;
}

}  // namespace weir::app
