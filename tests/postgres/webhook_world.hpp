// Tenants, webhook endpoints and the queue of deliveries on the shared database: announcements are flushed, deliveries
// taken and noted, time passes when a test says so.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>
#include <workers/webhooks/postgres_webhooks_store.hpp>

#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/lease_store.hpp>
#include <weir/postgres/tenants.hpp>
#include <weir/postgres/webhook_queue.hpp>

namespace weir::test {

namespace queue = postgres::webhook_queue;
namespace endpoints = postgres::webhook_endpoints;
using webhooks::postgres_webhooks_store;
using webhooks::webhook_message;
using verdict = queue::verdict;

constexpr std::int64_t patience_s = 5 * 86'400;

inline std::string webhook_message_id(int number) {
  auto out = "msg_" + std::string(26, '0');
  out.back() = "0123456789ABCDEFGH"[number];
  return out;
}

struct webhook_world {
  webhook_world() {
    empty_tables();
    REQUIRE(leases.prepare(1).has_value());
    held = leases.acquire(0).value().at(0);
    acme = tenant("acme");
    other = tenant("other");
  }

  static tenant_row tenant(const std::string& key) {
    return platform([&](executor& in) { return tenants::create(in, {.id = new_id("ten_"), .key = key, .name = key}); })
        .value();
  }

  static webhook_endpoint_row endpoint(std::optional<std::int32_t> tenant, std::vector<std::string> types) {
    return platform([&](executor& in) {
             webhook_endpoint_row wanted;
             wanted.id = new_id("whe_");
             wanted.tenant_number = tenant;
             wanted.url = "https://example.com/hook";
             wanted.event_types = std::move(types);
             return endpoints::create(in, wanted);
           })
        .value();
  }

  webhook_message message(int number, std::string type = "invoice.paid") const {
    return {webhook_message_id(number), acme.id, std::move(type), R"({"n":)" + std::to_string(number) + "}", ""};
  }

  std::int64_t flush(const std::vector<webhook_message>& messages, bool commit = true) {
    auto tx = flushes.begin();
    REQUIRE(tx.has_value());
    const stream::progress move{0, held.epoch, offset, offset + 1, 1, false};
    REQUIRE((*tx)->advance(std::span(&move, 1)).value().empty());
    auto written = store.write(**tx, messages);
    REQUIRE_MESSAGE(written.has_value(), (written ? "" : written.error().detail));
    if (commit) {
      ++offset;
      REQUIRE((*tx)->commit() == stream::commit_outcome::committed);
    } else {
      (*tx)->roll_back();
    }
    return *written;
  }

  static std::vector<queue::due_delivery> take(std::int32_t most = 100, std::int32_t of_an_endpoint = 8) {
    return worker([&](executor& in) { return queue::take(in, {most, of_an_endpoint, 5, 60}); }).value();
  }
  static queue::noted note(const queue::due_delivery& d, verdict what, std::int64_t wait_ms = 0,
                           std::int64_t pause_ms = 0) {
    queue::outcome o;
    o.what = what;
    o.wait_ms = wait_ms;
    o.pause_ms = pause_ms;
    o.started_at = d.now;
    o.duration_ms = 5;
    o.status = what == verdict::delivered ? 204 : 500;
    const auto noted = worker([&](executor& in) { return queue::note(in, {{d, o}}, patience_s); });
    REQUIRE_MESSAGE(noted.has_value(), (noted ? "" : noted.error().detail));
    return noted->at(0);
  }
  static std::string ask(const std::string& sql) { return one(*shared_database().connect_as_administrator(), sql); }
  static void tamper(const std::string& sql) { must(*shared_database().connect_as_administrator(), sql); }
  static std::string states() {
    return ask(
        "SELECT coalesce(string_agg(state || coalesce('/' || failed_reason, ''), ' ' ORDER BY number), '') "
        "FROM webhook_deliveries");
  }
  static void make_due() {
    tamper(
        "UPDATE webhook_deliveries SET due_at = now() WHERE state = 'waiting'; "
        "UPDATE webhook_lanes SET due_at = now(), first_due = '-infinity', closed_until = '-infinity'");
  }
  static void end_leases() {
    tamper(
        "UPDATE webhook_deliveries SET leased_until = now(), due_at = now() WHERE leased_until IS NOT NULL; "
        "UPDATE webhook_lanes SET due_at = least(due_at, now()), first_due = '-infinity', lease_ends = CASE WHEN "
        "under_way > 0 THEN "
        "now() ELSE 'infinity' END");
  }

  ownership who{"webhooks", "weir.events", "a", std::chrono::seconds(60), std::make_shared<flush_backend>()};
  postgres::lease_store leases{shared_database().options(), who};
  flush_store flushes{{shared_database().options(), true, std::chrono::seconds(5)}, who};
  postgres_webhooks_store store;
  stream::lease held;
  tenant_row acme;
  tenant_row other;
  std::int64_t offset = 0;
};

}  // namespace weir::test
