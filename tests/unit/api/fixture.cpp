#include "fixture.hpp"

#include <chrono>

#include <api/key_cache.hpp>
#include <api/session_cache.hpp>
#include <api/subject_cache.hpp>
#include <doctest/doctest.h>

namespace weir::api::test {
namespace {

settings test_settings(settings s) {
  s.app_secret_key = "0123456789abcdef0123456789abcdef";
  s.ingest_max_in_flight_mb = 1;
  return s;
}

// Nothing listens on port 1.
postgres::pool_options nowhere() {
  postgres::pool_options o;
  o.connection.url = "postgresql://nobody@127.0.0.1:1/none";
  o.size = 1;
  return o;
}

kafka::client_config no_broker() {
  kafka::client_config c;
  c.brokers = "127.0.0.1:1";
  return c;
}

}  // namespace

fixture::fixture(settings s)
    : config(test_settings(std::move(s))),
      secrets(config.app_secret_key),
      database(nowhere()),
      log(no_broker(), 1),
      workers({}),
      passwords({}),
      providers({}),
      payments({}),
      with(dependencies{.config = config,
                        .clock = system_clock(),
                        .ids = system_ids(),
                        .metrics = registry,
                        .database = database,
                        .publisher = publisher,
                        .log = log,
                        .secrets = secrets,
                        .workers = workers,
                        .passwords = passwords,
                        .providers = providers,
                        .payments = payments,
                        .webhooks = http::webhook_rules::parse("443", "").value(),
                        .partitions = 8}),
      router(make_router(with)) {
  with.keys->remember(sha256(tenant_key), {"key_tenant", principal::tenant_ref{tenant_id{{{1}}}, 7}, {scope::ingest}});
  with.keys->remember(sha256(platform_key), {"key_platform", std::nullopt, {scope::ingest, scope::manage}});
  with.keys->remember(sha256(reading_key), {"key_reading", std::nullopt, {scope::query}});
  for (auto r : domain::every_role) {
    for (const bool visiting : {false, true}) {
      if (visiting && !domain::is_staff(r)) continue;
      const auto c = claims(r, visiting);
      principal who;
      who.id = c.subject.text();
      who.person = person{c.subject, c.session, r, visiting, c.auth_time, c.auth_time};
      const bool inside = visiting || (!domain::is_staff(r) && r != domain::role::person);
      if (inside) who.tenant = principal::tenant_ref{tenant_id{{{1}}}, 7};
      with.sessions->remember(inside ? tenant() : "", std::move(who), c.epoch, c.expires_at);
    }
  }
  with.subjects->remember("acme", {tenant_id{{{1}}}, 7, domain::tenant_state::active});
  with.subjects->remember("globex", {tenant_id{{{2}}}, 8, domain::tenant_state::active});
  with.subjects->remember("late-payer", {tenant_id{{{3}}}, 9, domain::tenant_state::suspended});
}

contract::access_claims fixture::claims(domain::role r, bool visiting) const {
  constexpr std::int64_t second = 1'000'000'000;
  const auto number = static_cast<std::uint8_t>(1 + static_cast<int>(r) + (visiting ? 100 : 0));
  const timestamp now{with.clock.now().ns / second * second};
  return {user_id{{{number}}}, session_id{{{number}}}, 1, now, {now.ns + 1800 * second}, now};
}

std::string fixture::token(domain::role r, bool visiting) {
  return with.access_tokens.sign(claims(r, visiting));
}

std::vector<http::header_view> fixture::as(domain::role r, bool visiting) {
  const auto& bearer = kept_.emplace_back("Bearer " + token(r, visiting));
  std::vector<http::header_view> out{{"Authorization", bearer}};
  if (visiting || (!domain::is_staff(r) && r != domain::role::person))
    out.push_back({"Weir-Tenant", kept_.emplace_back(tenant())});
  return out;
}

fixture::~fixture() {
  workers.stop();
  passwords.stop();
  providers.stop();
  payments.stop();
}

http::response fixture::ask(std::string_view method, std::string_view target, std::vector<http::header_view> headers,
                            std::string_view body) {
  auto request = http::make_request(method, target, headers, body);
  REQUIRE_MESSAGE(request, request.error().detail);
  std::mutex mutex;
  std::condition_variable arrived;
  std::optional<http::response> answer;
  router(std::move(*request), http::responder::to([&](http::response r) {
           std::scoped_lock lock(mutex);
           answer.emplace(std::move(r));
           arrived.notify_one();
         }));
  std::unique_lock lock(mutex);
  REQUIRE(arrived.wait_for(lock, std::chrono::seconds(20), [&] { return answer.has_value(); }));
  return std::move(*answer);
}

}  // namespace weir::api::test
