#include <array>
#include <iterator>

#include <api/principal.hpp>

namespace weir::api {
namespace {

struct permission_row {
  std::string_view name;
  scope needs;
  domain::role_set roles;
};

constexpr std::string_view scope_names[] = {"ingest", "query", "manage"};
constexpr scope scopes[] = {scope::ingest, scope::query, scope::manage};

consteval scope scope_named(std::string_view text) {
  for (std::size_t i = 0; i < std::size(scopes); ++i) {
    if (scope_names[i] == text) return scopes[i];
  }
  if (text == "user") return scope::user;
  if (!text.empty()) throw "permissions.json names a scope that is not known";
  return scope::none;
}

// In the order of domain::role.
constexpr std::string_view role_names[] = {"owner",    "admin",   "billing", "analyst", "viewer",
                                           "operator", "finance", "support", "person"};

consteval domain::role role_named(std::string_view text) {
  for (std::size_t i = 0; i < std::size(role_names); ++i) {
    if (role_names[i] == text) return domain::every_role[i];
  }
  throw "permissions.json names a role that is not known";
}

// "owner admin"
consteval domain::role_set roles_named(std::string_view text) {
  domain::role_set out;
  while (!text.empty()) {
    const auto blank = text.find(' ');
    out.add(role_named(text.substr(0, blank)));
    text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
  }
  return out;
}

constexpr permission_row rows[] = {
#define WEIR_PERMISSION(name, scope, roles, description) {#name, scope_named(scope), roles_named(roles)},
#include <weir/catalogue/permissions.inc>
#undef WEIR_PERMISSION
};

constexpr auto all = [] {
  std::array<permission, std::size(rows)> out{};
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<permission>(i);
  return out;
}();

}  // namespace

std::string_view name(permission p) {
  return rows[static_cast<std::size_t>(p)].name;
}

std::span<const permission> every_permission() {
  return all;
}

scope scope_of(permission p) {
  return rows[static_cast<std::size_t>(p)].needs;
}

domain::role_set roles_of(permission p) {
  return rows[static_cast<std::size_t>(p)].roles;
}

std::optional<permission> permission_from_name(std::string_view text) {
  for (auto p : all) {
    if (name(p) == text) return p;
  }
  return std::nullopt;
}

std::string_view name(scope s) {
  if (s == scope::user) return "user";
  for (std::size_t i = 0; i < std::size(scopes); ++i) {
    if (scopes[i] == s) return scope_names[i];
  }
  return "";
}

std::optional<scope> scope_from_name(std::string_view text) {
  for (std::size_t i = 0; i < std::size(scopes); ++i) {
    if (scope_names[i] == text) return scopes[i];
  }
  return std::nullopt;
}

}  // namespace weir::api
