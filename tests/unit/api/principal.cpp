#include <algorithm>
#include <string_view>
#include <vector>

#include <api/principal.hpp>
#include <doctest/doctest.h>

#include <weir/contract/json_schema.hpp>

using namespace weir;
using namespace weir::api;

TEST_CASE("a permission is allowed by its scope and by no other") {
  for (auto p : every_permission()) {
    CAPTURE(name(p));
    if (p == permission::anyone) {
      CHECK(principal{}.may(p));
    } else {
      CHECK_FALSE(principal{}.may(p));
      for (auto s : {scope::ingest, scope::query, scope::manage}) {
        principal who;
        who.scopes.add(s);
        CHECK(who.may(p) == (s == scope_of(p)));
      }
    }
    CHECK(permission_from_name(name(p)) == p);
  }
}

TEST_CASE("what a person may is said by the role, and scopes add nothing") {
  using domain::role;
  for (auto p : every_permission()) {
    CAPTURE(name(p));
    for (auto r : domain::every_role) {
      principal who{"usr_x", std::nullopt, {scope::ingest, scope::query, scope::manage}, person{{}, {}, r, false, {}}};
      CHECK(who.may(p) == roles_of(p).has(r));
    }
    // Nobody reads less than somebody with a smaller role.
    if (roles_of(p).has(role::person)) CHECK(roles_of(p).has(role::viewer));
    if (roles_of(p).has(role::viewer)) CHECK(roles_of(p).has(role::analyst));
    if (roles_of(p).has(role::analyst)) CHECK(roles_of(p).has(role::admin));
    if (roles_of(p).has(role::admin)) CHECK(roles_of(p).has(role::owner));
    if (roles_of(p).has(role::platform_support)) CHECK(roles_of(p).has(role::platform_operator));
    if (p != permission::anyone) CHECK(roles_of(p).has(role::platform_operator));
  }
  for (auto p : {permission::members_write, permission::api_keys_write, permission::meters_write,
                 permission::tenants_write, permission::rejected_write, permission::events_write}) {
    for (auto r : {role::billing, role::analyst, role::viewer, role::platform_finance, role::platform_support})
      CHECK_FALSE(roles_of(p).has(r));
  }
}

TEST_CASE("the schema of the profile names every permission") {
  const auto files = contract::embedded_schemas();
  const auto me = std::ranges::find(files, "me", &contract::embedded_file::name);
  REQUIRE(me != files.end());
  auto schema = contract::json_document::parse(me->text);
  REQUIRE(schema);
  auto at = schema->root();
  for (auto member : {"properties", "acting", "properties", "permissions", "items", "enum"}) {
    auto next = at.find(member);
    REQUIRE(next);
    at = *next;
  }
  std::vector<std::string_view> named;
  for (std::size_t i = 0; i < at.size(); ++i)
    named.push_back(at.item(i).text().value_or(""));
  std::vector<std::string_view> wanted;
  for (auto p : every_permission()) {
    if (p != permission::anyone) wanted.push_back(name(p));
  }
  CHECK(named == wanted);
}

TEST_CASE("names of scopes go both ways") {
  CHECK(scope_from_name("ingest") == scope::ingest);
  CHECK(scope_from_name("query") == scope::query);
  CHECK(scope_from_name("manage") == scope::manage);
  CHECK_FALSE(scope_from_name(""));
  CHECK_FALSE(scope_from_name("admin"));
  CHECK_FALSE(scope_from_name("user"));  // no key has it
  CHECK_FALSE(permission_from_name("nothing"));
}

TEST_CASE("a tenant sees its own rows, the platform all, nobody none") {
  principal tenant{"key_x", principal::tenant_ref{{}, 7}, {scope::query}};
  CHECK(tenant.sees(7));
  CHECK_FALSE(tenant.sees(8));
  CHECK_FALSE(tenant.is_platform());
  CHECK(tenant.rows().setting() == "7");
  principal platform{"key_y", std::nullopt, {scope::query}};
  CHECK(platform.sees(7));
  CHECK(platform.rows().setting() == "*");
  CHECK_FALSE(principal{}.sees(7));
  CHECK(principal{}.rows().setting().empty());
}

TEST_CASE("a person is the platform only on its staff and without a tenant") {
  using domain::role;
  const auto as = [](role r, bool in_tenant, bool visits = false) {
    principal who{"usr_x", std::nullopt, {}, person{{}, {}, r, visits, {}}};
    if (in_tenant) who.tenant = principal::tenant_ref{{}, 7};
    return who;
  };
  CHECK(as(role::platform_operator, false).is_platform());
  CHECK(as(role::platform_support, false).rows().setting() == "*");
  CHECK_FALSE(as(role::platform_operator, true, true).is_platform());
  CHECK(as(role::platform_operator, true, true).rows().setting() == "7");
  CHECK(as(role::platform_operator, true, true).signature() == "staff:usr_x");
  CHECK(as(role::owner, true).signature() == "usr_x");
  CHECK(as(role::owner, true).sees(7));
  CHECK_FALSE(as(role::owner, true).sees(8));
  CHECK_FALSE(as(role::person, false).is_platform());
  CHECK_FALSE(as(role::person, false).sees(7));
  CHECK(as(role::person, false).rows().setting().empty());
  CHECK(as(role::owner, true).own_rows().setting().empty());
  CHECK(as(role::owner, true).own_rows().user() == user_id{}.text());
}
