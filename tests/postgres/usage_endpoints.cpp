// The endpoints that read usage, through the whole router and a real database; the log is away.
#include <condition_variable>
#include <mutex>

#include <api/endpoint_table.hpp>
#include <api/key_cache.hpp>
#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>

#include <weir/contract/json_document.hpp>
#include <weir/contract/topics.hpp>
#include <weir/postgres/installation.hpp>
#include <weir/postgres/meters.hpp>
#include <weir/postgres/tenants.hpp>

using namespace weir;
using namespace weir::test;
using namespace weir::api;

namespace {

class no_publisher final : public stream::publisher {
 public:
  void publish(stream::outgoing_record, delivered done) override { done(fail(error_code::broker_unavailable)); }
};

class served_api {
 public:
  served_api()
      : log(nowhere(), 1),
        workers({}),
        with(dependencies{.config = config,
                          .clock = system_clock(),
                          .ids = system_ids(),
                          .metrics = registry,
                          .database = connections(),
                          .publisher = publisher,
                          .log = log,
                          .secrets = secrets,
                          .workers = workers,
                          .passwords = workers,
                          .providers = workers,
                          .payments = workers,
                          .webhooks = http::webhook_rules::parse("443", "").value()}),
        router(make_router(with)) {
    empty_tables();
    auto owner = shared_database().connect();
    REQUIRE(installation::create_or_check(
        *owner, {.id = "i", .topic_prefix = "", .partitions = 1, .claim_key = std::string(32, 'k')}));
    platform([&](executor& in) -> result<void> {
      for (int i = 0; i < 2; ++i) {
        auto t = tenants::create(in, {.id = new_id("ten_"), .key = "t" + std::to_string(i), .name = "T"});
        if (!t) return std::unexpected(t.error());
        tenant.push_back(*t);
      }
      auto m = meters::create(in, {.id = new_id("mtr_"),
                                   .slug = "calls",
                                   .name = "c",
                                   .description = "",
                                   .event_type = "e",
                                   .aggregation = "COUNT",
                                   .group_by = R"([{"name":"region","path":"$.r"}])",
                                   .unit = ""});
      if (!m) return std::unexpected(m.error());
      return {};
    }).value();
    worker([&](executor& in) -> result<void> {
      for (const char* sql : {"INSERT INTO usage_cells SELECT number, 1, 1, '2026-11-20T10:00:00Z', '=s', "
                              "'{\"region\":\"eu\"}', number * 10, 0, 0, 0 FROM generate_series(1, 2) AS number",
                              "INSERT INTO leases (consumer, topic, partition, next_offset, data_through) VALUES "
                              "('usage', 'weir.usage', 0, 5, '2026-11-20T11:00:00Z')",
                              "INSERT INTO rejected (id, tenant_number, topic, partition, first_offset, last_offset, "
                              "event_index, code, detail, event_id, source, appended_at) "
                              "SELECT 'rej_0000000000000000000000000' || n, 1, 'weir.usage', 0, n, n, 0, "
                              "'event_too_old', 'd', 'x', 's', now() FROM generate_series(1, 3) AS n",
                              "INSERT INTO conflicts (tenant_number, partition, log_offset, event_index, event_id, "
                              "source, type, subject, appended_at) VALUES (1, 0, 1, 0, 'x', 's', 'e', '', now())"}) {
        if (auto r = in.query(sql); !r) return std::unexpected(r.error());
      }
      return {};
    }).value();
    with.keys->remember(sha256("platform"), {"key_p", std::nullopt, {scope::query}});
    for (int i = 0; i < 2; ++i) {
      const auto n = static_cast<std::size_t>(i);
      with.keys->remember(
          sha256("tenant" + std::to_string(i)),
          {"key_t", principal::tenant_ref{*tenant_id::parse(tenant[n].id), tenant[n].number}, {scope::query}});
    }
  }
  ~served_api() { workers.stop(); }

  struct answer {
    int status;
    std::string body;
    std::string headers;
  };
  answer ask(std::string_view target, std::string key = "platform", std::string accept = "*/*") {
    const std::string bearer = "Bearer " + key;
    const std::vector<http::header_view> headers{{"Authorization", bearer}, {"Accept", accept}};
    auto request = http::make_request("GET", target, headers, {});
    REQUIRE(request);
    std::mutex mutex;
    std::condition_variable arrived;
    std::optional<http::response> got;
    router(std::move(*request), http::responder::to([&](http::response r) {
             std::scoped_lock lock(mutex);
             got.emplace(std::move(r));
             arrived.notify_one();
           }));
    std::unique_lock lock(mutex);
    REQUIRE(arrived.wait_for(lock, std::chrono::seconds(30), [&] { return got.has_value(); }));
    return {got->status, std::string(got->body_text()), std::string(got->header_lines())};
  }

  settings config = [] {
    settings s;
    s.app_secret_key = "0123456789abcdef0123456789abcdef";
    return s;
  }();
  secret_ring secrets{config.app_secret_key};
  metric_registry registry;
  no_publisher publisher;
  kafka::bounded_reader log;
  http::worker_pool workers;
  services with;
  http::router router;
  std::vector<tenant_row> tenant;

 private:
  static kafka::client_config nowhere() {
    kafka::client_config c;
    c.brokers = "127.0.0.1:1";
    return c;
  }
};

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("usage over HTTP: own tenant only, JSON and CSV, refusals with their codes") {
  served_api api;
  auto own = api.ask("/api/v1/meters/calls/query?window=DAY&group_by=region&filter[region]=eu", "tenant0");
  CHECK(own.status == 200);
  CHECK(has(own.body, R"("group_by":{"region":"eu"},"value":"10","events":10}])"));
  CHECK(has(own.body, R"("data_through":"2026-11-20T11:00:00Z")"));
  CHECK(has(api.ask("/api/v1/meters/calls/query", "tenant1").body, R"("value":"20")"));
  CHECK(has(api.ask("/api/v1/meters/calls/query").body, R"("value":"30")"));
  CHECK(has(api.ask("/api/v1/meters/calls/query?tenant=t1").body, R"("value":"20")"));
  CHECK(has(api.ask("/api/v1/meters/calls/query?group_by=tenant").body, R"("tenant_key":"t1")"));
  CHECK(api.ask("/api/v1/meters/calls/query?tenant=t1", "tenant0").status == 404);
  CHECK(api.ask("/api/v1/meters/calls/query?tenant=t0", "tenant0").status == 200);
  CHECK(api.ask("/api/v1/meters/nothing/query").status == 404);
  CHECK(has(api.ask("/api/v1/meters/calls/query?window=MINUTE").body, "query_window_inexact"));
  CHECK(has(api.ask("/api/v1/meters/calls/query?filter[no]=1").body, "query_parameter_invalid"));
  CHECK(has(api.ask("/api/v1/meters/calls/query?filter=1").body, "query_parameter_unknown"));
  CHECK(has(api.ask("/api/v1/meters/calls/query?from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z").body,
            "query_range_invalid"));
  CHECK(api.ask("/api/v1/meters/calls/query", "platform", "image/png").status == 406);
  auto csv = api.ask("/api/v1/meters/calls/query?group_by=subject&tenant=t0", "platform", "text/csv");
  CHECK(has(csv.body, ",'=s,10,10\r\n"));
  CHECK(has(csv.headers, "attachment; filename=\"calls.csv\""));
}

TEST_CASE("after a receipt over HTTP") {
  served_api api;
  auto token = [&](stream::offset at) {
    return api.with.receipts.token(
        {.position = {.topic = std::string(contract::usage_topic), .partition = 0, .offset = at}, .index = 0});
  };
  CHECK(api.ask("/api/v1/meters/calls/query?after=" + token(4)).status == 200);
  CHECK(has(api.ask("/api/v1/meters/calls/query?after=forged").body, "receipt_invalid"));
}

TEST_CASE("conservation, rejections and conflicts over HTTP, without the log too") {
  served_api api;
  auto ledger = api.ask("/api/v1/usage/conservation", "tenant0");
  CHECK(ledger.status == 200);
  CHECK(has(ledger.body, R"("next_offset":5)"));

  auto first = api.ask("/api/v1/rejected?limit=2&code=event_too_old", "tenant0");
  CHECK(first.status == 200);
  auto page = contract::json_document::parse(first.body);
  REQUIRE(page);
  CHECK(page->root().find("items")->size() == 2);
  const auto next = std::string(page->root().text("next_cursor").value());
  auto second = api.ask("/api/v1/rejected?limit=2&code=event_too_old&cursor=" + next, "tenant0");
  CHECK(contract::json_document::parse(second.body)->root().find("items")->size() == 1);
  CHECK(has(api.ask("/api/v1/rejected?limit=2&code=other&cursor=" + next, "tenant0").body, "cursor_invalid"));
  CHECK(contract::json_document::parse(api.ask("/api/v1/rejected", "tenant1").body)->root().find("items")->size() == 0);
  CHECK(has(api.ask("/api/v1/rejected?state=other").body, "query_parameter_invalid"));
  CHECK(api.ask("/api/v1/rejected/rej_00000000000000000000000001", "tenant0").status == 200);
  CHECK(api.ask("/api/v1/rejected/rej_00000000000000000000000001", "tenant1").status == 404);
  auto conflicts = api.ask("/api/v1/conflicts", "tenant0");
  CHECK(conflicts.status == 200);
  CHECK(has(conflicts.body, R"("counted":{"position":null,"event":null})"));
  CHECK(api.ask("/api/v1/conflicts", "tenant1").body == R"({"items":[],"next_cursor":null})");
}

TEST_CASE("events over HTTP: what is missing, and 503 while the log is away") {
  served_api api;
  CHECK(has(api.ask("/api/v1/events").body, "tenant_required"));
  CHECK(has(api.ask("/api/v1/events?id=x", "tenant0").body, "query_parameter_missing"));
  CHECK(api.ask("/api/v1/events", "tenant0").status == 503);
  auto fate = api.ask("/api/v1/events?id=x&source=s", "tenant0");
  CHECK(fate.status == 200);
  CHECK(has(fate.body, R"("outcome":"rejected")"));
}
