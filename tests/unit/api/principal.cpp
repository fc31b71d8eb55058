#include <api/principal.hpp>
#include <doctest/doctest.h>

using namespace weir;
using namespace weir::api;

TEST_CASE("a permission is allowed by its scope and by no other") {
  for (std::size_t i = 0;; ++i) {
    const auto p = static_cast<permission>(i);
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
    if (p == permission::usage_read) break;  // the last one of the catalogue
  }
}

TEST_CASE("names of scopes go both ways") {
  CHECK(scope_from_name("ingest") == scope::ingest);
  CHECK(scope_from_name("query") == scope::query);
  CHECK(scope_from_name("manage") == scope::manage);
  CHECK_FALSE(scope_from_name(""));
  CHECK_FALSE(scope_from_name("admin"));
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
