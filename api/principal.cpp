#include <array>

#include <api/principal.hpp>

namespace weir::api {
namespace {

struct permission_row {
  std::string_view name;
  scope needs;
};

constexpr std::string_view scope_names[] = {"ingest", "query", "manage"};
constexpr scope scopes[] = {scope::ingest, scope::query, scope::manage};

consteval scope scope_named(std::string_view text) {
  for (std::size_t i = 0; i < std::size(scopes); ++i) {
    if (scope_names[i] == text) return scopes[i];
  }
  if (!text.empty()) throw "permissions.json names a scope that is not known";
  return scope::none;
}

constexpr permission_row rows[] = {
#define WEIR_PERMISSION(name, scope, description) {#name, scope_named(scope)},
#include <weir/catalogue/permissions.inc>
#undef WEIR_PERMISSION
};

}  // namespace

std::string_view name(permission p) {
  return rows[static_cast<std::size_t>(p)].name;
}

scope scope_of(permission p) {
  return rows[static_cast<std::size_t>(p)].needs;
}

std::optional<permission> permission_from_name(std::string_view text) {
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    if (rows[i].name == text) return static_cast<permission>(i);
  }
  return std::nullopt;
}

std::string_view name(scope s) {
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
