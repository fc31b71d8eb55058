#include <algorithm>

#include <api/announce.hpp>
#include <fmt/format.h>
#include <src/app/analyst_advice.hpp>
#include <src/app/tool_verbs.hpp>

#include <weir/contract/json_writer.hpp>
#include <weir/postgres/pool.hpp>
#include <weir/postgres/subject_aliases.hpp>

namespace weir::app {
namespace {

using postgres::analyst_row;
using postgres::executor;

constexpr std::int32_t page_of_analysts = 100;

std::string whose(const analyst_row& a) {
  return a.tenant ? "tenant " + printable(a.tenant->key) : "all tenants";
}

result<std::optional<postgres::tenant_row>> tenant_of(executor& in, const std::string& key) {
  if (key.empty()) return std::nullopt;
  auto tenant = postgres::subject_aliases::resolve(in, key);
  if (tenant && !*tenant) return fail(error_code::tenant_not_found, "no tenant has the key or alias " + key);
  return tenant;
}

std::optional<std::int32_t> number_of(const std::optional<postgres::tenant_row>& tenant) {
  return tenant ? std::optional(tenant->number) : std::nullopt;
}

result<void> announce(executor& in, const std::string& principal, contract::event_type type, const analyst_row& a) {
  return api::announce_as(in, principal, system_clock().now(),
                          {type, a.id, 1, api::reference(a.tenant), analyst_json(a)});
}

struct granted {
  std::optional<analyst_row> row{};  // nothing: the login had it
  postgres::login_facts login;
};

result<granted> grant(executor& in, const std::string& principal, const analyst_grant_options& o) {
  auto tenant = tenant_of(in, o.tenant);
  if (!tenant) return std::unexpected(tenant.error());
  auto login = postgres::analyst_logins::look(in, o.login);
  if (!login) return std::unexpected(login.error());
  if (auto fit = check_login(*login); !fit) return std::unexpected(fit.error());
  auto made = postgres::analyst_logins::grant(
      in, {analyst_id{system_ids().next()}.text(), o.login, number_of(*tenant), principal});
  if (!made) return std::unexpected(made.error());
  if (*made) {
    auto said = announce(in, principal, contract::event_type::analyst_granted, **made);
    if (!said) return std::unexpected(said.error());
  }
  return granted{std::move(*made), std::move(*login)};
}

result<std::vector<analyst_row>> revoke(executor& in, const std::string& principal, const analyst_revoke_options& o) {
  auto tenant = tenant_of(in, o.tenant);
  if (!tenant) return std::unexpected(tenant.error());
  auto gone = postgres::analyst_logins::revoke(in, o.login, number_of(*tenant));
  if (!gone) return gone;
  if (gone->empty())
    return fail(error_code::analyst_grant_not_found,
                o.tenant.empty() ? o.login + " is no analyst" : o.login + " is no analyst of this tenant by name");
  for (const auto& a : *gone) {
    auto said = announce(in, principal, contract::event_type::analyst_revoked, a);
    if (!said) return std::unexpected(said.error());
  }
  return gone;
}

struct listed {
  analyst_row row;
  std::string state;
};

result<std::vector<listed>> list(executor& in) {
  std::vector<listed> out;
  for (;;) {
    auto some = postgres::analyst_logins::list(in, out.empty() ? "" : out.back().row.id, page_of_analysts);
    if (!some) return std::unexpected(some.error());
    for (auto& row : *some) {
      auto login = postgres::analyst_logins::look(in, row.login);
      if (!login) return std::unexpected(login.error());
      out.push_back({std::move(row), state_of(*login)});
    }
    if (some->size() < static_cast<std::size_t>(page_of_analysts)) return out;
  }
}

}  // namespace

int run_analyst_grant(const analyst_grant_options& o) {
  if (o.all_tenants == !o.tenant.empty()) {
    fmt::print(stderr, "weir: say what the login sees: --tenant KEY, or --all-tenants\n");
    return exit_usage;
  }
  auto t = start_tool("weir analyst", o);
  if (!t) return exit_failed;
  postgres::pool database({t->program->database("weir analyst"), 1, std::chrono::seconds(10), {}});
  auto done = database.with_transaction(postgres::role::api, postgres::tenant_scope::platform(),
                                        [&](executor& in) { return grant(in, t->principal, o); });
  if (!done) return report("granting", done.error());
  if (o.json) {
    contract::json_writer w(384);
    w.begin_object().member("granted", done->row.has_value()).key("analyst");
    done->row ? w.raw(analyst_json(*done->row)) : w.null();
    fmt::print("{}\n", w.end_object().take());
  } else {
    fmt::print("{} {}\n", printable(o.login), done->row ? "sees " + whose(*done->row) : "sees this already");
  }
  if (const auto lines = limits_to_set(done->login); !lines.empty())
    fmt::print(stderr, "It is not held to the limits of an analyst. As the cluster's administrator:\n{}", lines);
  return exit_ok;
}

int run_analyst_revoke(const analyst_revoke_options& o) {
  auto t = start_tool("weir analyst", o);
  if (!t) return exit_failed;
  postgres::pool database({t->program->database("weir analyst"), 1, std::chrono::seconds(10), {}});
  auto gone = database.with_transaction(postgres::role::api, postgres::tenant_scope::platform(),
                                        [&](executor& in) { return revoke(in, t->principal, o); });
  if (!gone) return report("revoking", gone.error());
  contract::json_writer w(gone->size() * 320 + 16);
  w.begin_array();
  for (const auto& a : *gone) {
    w.raw(analyst_json(a));
    if (!o.json) fmt::print("{} sees {} no more, from its next statement on\n", printable(a.login), whose(a));
  }
  if (o.json) fmt::print("{}\n", w.end_array().take());
  return exit_ok;
}

int run_analyst_list(const tool_options& o) {
  auto t = start_tool("weir analyst", o);
  if (!t) return exit_failed;
  postgres::pool database({t->program->database("weir analyst"), 1, std::chrono::seconds(10), {}});
  auto all = database.read(postgres::role::api, postgres::tenant_scope::platform(), list);
  if (!all) return report("listing analysts", all.error());
  if (o.json) {
    contract::json_writer w(all->size() * 384 + 16);
    w.begin_array();
    for (const auto& a : *all)
      w.begin_object().key("analyst").raw(analyst_json(a.row)).member("state", a.state).end_object();
    fmt::print("{}\n", w.end_array().take());
    return exit_ok;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& a : *all)
    rows.push_back({printable(a.row.login), a.row.tenant ? printable(a.row.tenant->key) : "* (all)",
                    format_rfc3339(a.row.created_at), printable(a.row.granted_by), printable(a.state)});
  print_table({"LOGIN", "TENANT", "SINCE", "GRANTED BY", "STATE"}, rows);
  return exit_ok;
}

}  // namespace weir::app
