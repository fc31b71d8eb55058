#include <string>

#include <doctest/doctest.h>

#include "fixture.hpp"

using namespace weir;
using weir::api::test::fixture;

namespace {

http::header_view bearer(const std::string& value) {
  return {"Authorization", value};
}

const std::string as_tenant = "Bearer " + std::string(fixture::tenant_key);
const std::string as_reader = "bearer " + std::string(fixture::reading_key);

bool has_code(const http::response& r, std::string_view code) {
  return r.content_type.view() == "application/problem+json" &&
         r.body_text().contains("\"code\":\"" + std::string(code) + "\"");
}

}  // namespace

TEST_CASE("without a key every secured endpoint is 401 and says how to authenticate") {
  fixture f;
  for (const auto& e : api::endpoint_table()) {
    if (e.needs == api::permission::anyone) continue;
    CAPTURE(e.path);
    auto r = f.ask(http::name(e.method), e.path);
    CHECK(r.status == 401);
    CHECK(has_code(r, "unauthenticated"));
    CHECK(r.header("WWW-Authenticate") == "Bearer realm=\"weir\"");
  }
}

TEST_CASE("a key of another scope is 403 and the scope is named") {
  fixture f;
  for (const auto& e : api::endpoint_table()) {
    if (e.needs == api::permission::anyone) continue;
    CAPTURE(e.path);
    const auto& key = api::scope_of(e.needs) == api::scope::query ? as_tenant : as_reader;
    auto r = f.ask(http::name(e.method), e.path, {bearer(key)});
    CHECK(r.status == 403);
    CHECK(has_code(r, "forbidden"));
    CHECK(r.header("WWW-Authenticate")->contains("insufficient_scope"));
  }
}

TEST_CASE("an unknown key while the database is away is 503, not 401") {
  fixture f;
  auto r = f.ask("GET", "/api/v1/meters", {bearer("Bearer weir_sk_never_seen")});
  CHECK(r.status == 503);
  CHECK(has_code(r, "database_unavailable"));
  CHECK(r.header("Retry-After"));
}

TEST_CASE("an unknown query parameter is refused on every endpoint") {
  fixture f;
  for (const auto& e : api::endpoint_table()) {
    CAPTURE(e.path);
    std::string key =
        api::scope_of(e.needs) == api::scope::query ? as_reader : "Bearer " + std::string(fixture::platform_key);
    std::vector<http::header_view> headers{bearer(key)};
    if (api::scope_of(e.needs) == api::scope::user) {
      const bool owners = api::roles_of(e.needs).has(domain::role::owner);
      headers = f.as(owners ? domain::role::owner : domain::role::platform_operator);
    }
    auto r = f.ask(http::name(e.method), std::string(e.path) + "?limits=1", headers);
    CHECK(r.status == 400);
    CHECK(has_code(r, "query_parameter_unknown"));
  }
}

TEST_CASE("a body that does not fit its schema is refused before any handler") {
  fixture f;
  auto r = f.ask("POST", "/api/v1/meters", {bearer("Bearer " + std::string(fixture::platform_key))},
                 R"({"slug":"A","x":1})");
  CHECK(r.status == 400);
  CHECK(has_code(r, "validation_failed"));
  CHECK(r.body_text().contains("\"pointer\""));
  r = f.ask("POST", "/api/v1/meters",
            {bearer("Bearer " + std::string(fixture::platform_key)), {"Content-Type", "text/plain"}}, "{}");
  CHECK(r.status == 415);
}

TEST_CASE("probes answer without credentials") {
  fixture f;
  CHECK(f.ask("GET", "/livez").status == 200);
  CHECK(f.ask("GET", "/readyz").body_text().contains("ready"));
  CHECK(f.ask("GET", "/version").status == 200);
  CHECK(f.ask("GET", "/metrics").body_text().contains("weir_cache_entries"));
  CHECK(f.ask("GET", "/").body_text().contains("<h1>Weir</h1>"));
  CHECK(f.ask("GET", "/assets/script.js").status == 200);
  CHECK(f.ask("GET", "/api/v1/openapi.json").body_text().contains("\"3.1.1\""));
  f.with.draining = true;
  CHECK(f.ask("GET", "/readyz").status == 503);
  CHECK(f.ask("GET", "/livez").status == 200);
}

TEST_CASE("counts of the start page are not shown in production") {
  fixture f;
  f.config.app_env = "production";
  auto r = f.ask("GET", "/counts");
  CHECK(r.status == 404);
  CHECK(has_code(r, "not_found"));
}
