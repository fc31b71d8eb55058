#include <api/rate_limiter.hpp>
#include <doctest/doctest.h>
#include <tests/support/manual_clock.hpp>

#include "fixture.hpp"

using namespace weir;
using weir::api::quota;
using weir::api::rate_limiter;
using weir::api::test::fixture;

namespace {

const std::string as_reader = "Bearer " + std::string(fixture::reading_key);
const std::string as_tenant = "Bearer " + std::string(fixture::tenant_key);
const std::string as_platform = "Bearer " + std::string(fixture::platform_key);

http::response version_of_meters(fixture& f, const std::string& key) {
  return f.ask("GET", "/api/v1/commands/cmd_x", {{"Authorization", key}});
}

std::string event(int id) {
  return R"({"specversion":"1.0","id":")" + std::to_string(id) + R"(","source":"s","type":"t"})";
}

}  // namespace

TEST_CASE("a key that asked for its minute is told when to come back, and other keys go on") {
  settings s;
  s.rate_interactive_per_minute = 2;
  fixture f(s);
  auto r = version_of_meters(f, as_reader);
  CHECK(r.status == 503);  // the database is away: the request was let in
  CHECK(r.header("RateLimit-Policy") == "\"interactive\";q=2;w=60");
  CHECK(r.header("RateLimit") == "\"interactive\";r=1;t=30");
  version_of_meters(f, as_reader);
  r = version_of_meters(f, as_reader);
  CHECK(r.status == 429);
  CHECK(r.body_text().contains("\"code\":\"rate_limited\""));
  CHECK(r.header("Retry-After") == "30");
  CHECK(r.header("RateLimit") == "\"interactive\";r=0;t=30");
  // Another key, events, and probes.
  CHECK(f.ask("GET", "/api/v1/meters", {{"Authorization", as_tenant}}).status == 403);
  const std::vector<http::header_view> headers{{"Authorization", as_platform}};
  CHECK(f.ask("DELETE", "/api/v1/meters/x", headers).status == 503);
  CHECK(f.ask("GET", "/livez").status == 200);
}

TEST_CASE("an address is limited before its key is looked at, but not in what it sends") {
  settings s;
  s.rate_address_per_minute = 1;
  fixture f(s);
  CHECK(f.ask("GET", "/api/v1/meters", {}).status == 401);
  auto r = f.ask("GET", "/api/v1/meters", {{"Authorization", as_reader}});
  CHECK(r.status == 429);
  CHECK(r.header("RateLimit")->starts_with("\"address\";r=0;t="));
  r = f.ask("POST", "/api/v1/events", {{"Authorization", as_tenant}, {"Content-Type", "application/cloudevents+json"}},
            event(1));
  CHECK(r.status == 202);
}

TEST_CASE("events are charged when they are known, bytes before, and only where a limit is set") {
  settings s;
  s.rate_ingest_events_per_second = 2;
  s.rate_ingest_bytes_per_second = 100'000;
  fixture f(s);
  const std::vector<http::header_view> headers{{"Authorization", as_tenant},
                                               {"Content-Type", "application/cloudevents-batch+json"}};
  auto r = f.ask("POST", "/api/v1/events", headers, "[" + event(1) + "," + event(2) + "," + event(3) + "]");
  CHECK(r.status == 202);
  CHECK(!r.header("RateLimit"));
  r = f.ask("POST", "/api/v1/events", headers, "[" + event(4) + "]");
  CHECK(r.status == 429);
  CHECK(r.header("RateLimit-Policy") == "\"ingest_events\";q=2;w=1");
  CHECK(f.publisher.records.size() == 1);
  const std::vector<http::header_view> others{{"Authorization", as_platform},
                                              {"Content-Type", "application/cloudevents-batch+json"}};
  const std::string large = "[" + std::string(120'000, ' ') + "]";
  CHECK(f.ask("POST", "/api/v1/events", others, large).status == 400);  // too large for the second, alone in it
  CHECK(f.ask("POST", "/api/v1/events", others, large).status == 429);
}

TEST_CASE("what is remembered of clients is bounded, and the busy are remembered longest") {
  settings s;
  s.rate_interactive_per_minute = 1;
  test::manual_clock clock(timestamp::from_ms(0));
  metric_registry registry;
  rate_limiter limits(s, clock, registry);
  for (int i = 0; i < 60'000; ++i)
    limits.take(quota::interactive, "once_" + std::to_string(i));
  clock.advance_ms(60'001);
  CHECK(limits.take(quota::interactive, "busy")->allowed);
  for (int i = 0; i < 30'000; ++i)
    limits.take(quota::interactive, "later_" + std::to_string(i));
  CHECK(!limits.take(quota::interactive, "busy")->allowed);
  CHECK(!limits.take(quota::ingest_events, "busy"));
}
