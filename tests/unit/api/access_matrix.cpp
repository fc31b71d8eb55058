// Every endpoint × everybody who may ask, generated from the endpoint table: a new endpoint cannot be forgotten. What
// handlers decide beyond their permission (tenants of others, owners) is tried by tests/e2e/test_access_matrix.py.
#include <string>
#include <vector>

#include <api/session_cache.hpp>
#include <doctest/doctest.h>

#include "fixture.hpp"

using namespace weir;
using namespace weir::api;
using domain::role;
using weir::api::test::fixture;

namespace {

// Stops every request that is let in before its handler.
std::string with_unknown_parameter(std::string_view path) {
  return std::string(path) + "?no_such_parameter=1";
}

bool has_code(const http::response& r, std::string_view code) {
  return r.body_text().contains("\"code\":\"" + std::string(code) + "\"");
}

}  // namespace

TEST_CASE("every endpoint lets every role in, or refuses it, as the catalogue says") {
  settings s;
  s.rate_interactive_per_minute = 0;
  s.rate_address_per_minute = 0;
  fixture f(s);
  int let_in = 0, refused = 0;
  for (const auto& e : endpoint_table()) {
    if (e.needs == permission::anyone) continue;
    for (auto r : domain::every_role) {
      for (const bool visiting : {false, true}) {
        if (visiting && !domain::is_staff(r)) continue;
        CAPTURE(http::name(e.method));
        CAPTURE(e.path);
        CAPTURE(domain::name(r));
        const auto answer = f.ask(http::name(e.method), with_unknown_parameter(e.path), f.as(r, visiting));
        if (roles_of(e.needs).has(r)) {
          CHECK(answer.status == 400);
          CHECK(has_code(answer, "query_parameter_unknown"));
          ++let_in;
        } else if (r == role::person) {
          CHECK(answer.status == 400);
          CHECK(has_code(answer, "tenant_required"));
          ++refused;
        } else {
          CHECK(answer.status == 403);
          CHECK(has_code(answer, "forbidden"));
          ++refused;
        }
      }
    }
  }
  CHECK(let_in > 200);
  CHECK(refused > 50);
}

TEST_CASE("who only reads changes nothing but what is their own") {
  for (const auto& e : endpoint_table()) {
    if (e.method == http::method::get || e.needs == permission::anyone || e.needs == permission::self) continue;
    CAPTURE(http::name(e.method));
    CAPTURE(e.path);
    // Asking for usage by POST changes nothing.
    if (e.needs == permission::usage_read) continue;
    for (auto r : {role::analyst, role::viewer, role::platform_support, role::person})
      CHECK_FALSE(roles_of(e.needs).has(r));
    // Who invoices are to, what is too much, and paying, is of those who pay them.
    const bool is_buyer = e.needs == permission::billing_profile_write || e.needs == permission::budgets_write ||
                          e.needs == permission::payments_write;
    CHECK(roles_of(e.needs).has(role::billing) == is_buyer);
    // What things cost, and who pays for them, is finance's.
    const bool is_money = is_buyer || e.needs == permission::plans_write ||
                          e.needs == permission::subscriptions_write || e.needs == permission::credits_write ||
                          e.needs == permission::invoices_write || e.needs == permission::refunds_write;
    CHECK(roles_of(e.needs).has(role::platform_finance) == is_money);
  }
}

TEST_CASE("a key is never let in where people alone may ask") {
  fixture f;
  for (const auto& e : endpoint_table()) {
    if (scope_of(e.needs) != scope::user) continue;
    CAPTURE(e.path);
    for (auto key : {fixture::tenant_key, fixture::platform_key, fixture::reading_key}) {
      const auto bearer = "Bearer " + std::string(key);
      CHECK(f.ask(http::name(e.method), e.path, {{"Authorization", bearer}}).status == 403);
    }
  }
}

TEST_CASE("a forged, expired or foreign access token is 401 everywhere") {
  fixture f;
  const contract::access_token_codec foreign("another secret of 32 characters!");
  auto expired = f.claims(role::owner);
  expired.expires_at = {f.with.clock.now().ns - 3600 * std::int64_t{1'000'000'000}};
  auto old_epoch = f.claims(role::owner);
  old_epoch.epoch = 0;
  auto another_user = f.claims(role::owner);
  another_user.subject = f.claims(role::admin).subject;
  const std::string none = base64url(R"({"alg":"none","typ":"JWT"})") + "." +
                           f.token(role::owner).substr(f.token(role::owner).find('.') + 1, std::string::npos);
  for (const auto& token : {foreign.sign(f.claims(role::owner)), f.with.access_tokens.sign(expired),
                            f.with.access_tokens.sign(old_epoch), f.with.access_tokens.sign(another_user), none}) {
    const auto bearer = "Bearer " + token;
    for (const auto& e : endpoint_table()) {
      if (e.needs == permission::anyone) continue;
      CAPTURE(e.path);
      auto r = f.ask(http::name(e.method), e.path, {{"Authorization", bearer}, {"Weir-Tenant", fixture::tenant()}});
      CHECK(r.status == 401);
      CHECK(r.header("WWW-Authenticate") == "Bearer realm=\"weir\", error=\"invalid_token\"");
    }
  }
}

TEST_CASE("what is no id of a tenant in Weir-Tenant is 404") {
  fixture f;
  const auto bearer = "Bearer " + f.token(role::platform_operator);
  for (std::string_view wrong :
       {"7", "*", "acme", "ten_", "ten_01ARZ3NDEKTSV4RRFFQ69G5FA", "'; DROP TABLE users; --"}) {
    auto r = f.ask("GET", "/api/v1/meters", {{"Authorization", bearer}, {"Weir-Tenant", wrong}});
    CHECK(r.status == 404);
    CHECK(has_code(r, "tenant_not_found"));
  }
}

TEST_CASE("who gave everything long ago, or lacks what the tenant asks for, is let in only where it is not asked") {
  settings s;
  s.rate_interactive_per_minute = 0;
  s.rate_address_per_minute = 0;
  fixture f(s);
  const auto c = f.claims(role::owner);
  const auto remember = [&](timestamp stepped_up_at, bool must_enroll) {
    principal who;
    who.id = c.subject.text();
    who.person = person{c.subject, c.session, role::owner, false, c.auth_time, stepped_up_at, must_enroll};
    who.tenant = principal::tenant_ref{tenant_id{{{1}}}, 7};
    f.with.sessions->remember(fixture::tenant(), std::move(who), c.epoch, c.expires_at);
  };
  const auto ask = [&](const endpoint& e) {
    return f.ask(http::name(e.method), with_unknown_parameter(e.path), f.as(role::owner)).status;
  };
  const auto now = f.with.clock.now();
  const timestamp nearly{now.ns - 590 * std::int64_t{1'000'000'000}}, over{now.ns - 600 * std::int64_t{1'000'000'000}};
  int asked = 0, closed = 0;
  for (const auto& e : endpoint_table()) {
    if (e.needs == permission::anyone || !roles_of(e.needs).has(role::owner)) continue;
    CAPTURE(http::name(e.method));
    CAPTURE(e.path);
    remember(nearly, false);
    CHECK(ask(e) == 400);
    // It is asked for again before anybody is refused, and here the database is away.
    remember(over, false);
    CHECK(ask(e) == (e.step_up ? 503 : 400));
    remember(nearly, true);
    CHECK(ask(e) == (e.needs == permission::self ? 400 : 503));
    asked += e.step_up;
    closed += e.needs != permission::self;
  }
  CHECK(asked >= 7);
  CHECK(closed > 20);
}

TEST_CASE("a key is never asked for what only people can give") {
  fixture f;
  const auto bearer = "Bearer " + std::string(fixture::platform_key);
  for (const auto& e : endpoint_table()) {
    if (!e.step_up || scope_of(e.needs) != scope::manage) continue;
    CAPTURE(e.path);
    CHECK(f.ask(http::name(e.method), with_unknown_parameter(e.path), {{"Authorization", bearer}}).status == 400);
  }
}
