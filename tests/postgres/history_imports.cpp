// An import of past usage: its rows counted beside what is there by the worker's own flush, its place taken once, and
// nothing else changed.
#include <stop_token>

#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>
#include <tests/postgres/writing_usage_store.hpp>
#include <workers/usage/change_history.hpp>
#include <workers/usage/usage_processor.hpp>

#include <weir/contract/json_document.hpp>
#include <weir/contract/topics.hpp>
#include <weir/postgres/history_imports.hpp>
#include <weir/postgres/installation.hpp>
#include <weir/postgres/meters.hpp>
#include <weir/postgres/tenants.hpp>

using namespace weir;
using namespace weir::test;

namespace {

const auto from = *parse_rfc3339("2026-01-01T00:00:00Z");
const auto to = *parse_rfc3339("2026-02-01T00:00:00Z");
const auto arrived = *parse_rfc3339("2026-11-20T10:00:00Z");

std::string event(const std::string& id, const std::string& time, int value, const char* region = "eu") {
  return R"({"specversion":"1.0","id":")" + id + R"(","source":"test","type":"call","subject":"s","time":")" + time +
         R"(","data":{"v":)" + std::to_string(value) + R"(,"region":")" + region + R"("}})";
}

struct world {
  world() {
    empty_tables();
    auto owner = shared_database().connect();
    REQUIRE(installation::create_or_check(
        *owner, {.id = "i", .topic_prefix = "", .partitions = 1, .claim_key = std::string(32, 'k')}));
    tenant = platform([&](executor& in) { return tenants::create(in, {new_id("ten_"), 0, "acme", "A"}); }).value();
    meter = platform([&](executor& in) {
              return meters::create(in, {.id = new_id("mtr_"),
                                         .slug = "calls",
                                         .name = "Calls",
                                         .description = "",
                                         .event_type = "call",
                                         .aggregation = "SUM",
                                         .value_property = "$.v",
                                         .group_by = R"([{"name":"region","path":"$.region"}])",
                                         .unit = ""});
            }).value();
    must(*shared_database().connect_as_administrator(),
         "INSERT INTO leases (consumer, topic, partition, data_through) VALUES ('usage', 'weir.usage', 0, "
         "'2020-01-01')");
    REQUIRE(open());
  }

  bool open() {
    return processor.open({.partition = 0, .next = next, .last_fingerprint = {}}, [] {}).has_value();
  }

  history_import_row import(timestamp range_from = from, timestamp range_to = to) {
    return platform([&](executor& in) {
             return history_imports::create(
                 in, {new_id("him_"), tenant.number, meter.number, range_from, range_to, "key_1"});
           })
        .value();
  }

  void absorb(const std::string& events, const std::string& import_id, timestamp at = arrived) {
    std::vector<stream::header> headers{{contract::frame_header, contract::frame_version},
                                        {contract::tenant_header, tenant.id}};
    if (!import_id.empty()) headers.push_back({contract::history_header, import_id});
    REQUIRE(processor.absorb(
        {.partition = 0, .offset = next++, .appended_ms = at.ms(), .key = {}, .value = events, .headers = headers}));
  }
  std::unique_ptr<stream::batch> seal() { return processor.seal(); }
  result<void> flush() {
    no_transaction none;
    auto batch = processor.seal();
    return batch->write(none);
  }

  history_import_row look(const std::string& id) const {
    return platform([&](executor& in) { return history_imports::find(in, id); }).value();
  }

  command_origin origin() const { return {new_id("cmd_"), "key_1", "req_1", arrived, tenant}; }
  result<command_outcome> start(const history_import_row& i, std::int64_t rows) const {
    return worker([&](executor& in) {
      return usage::start_history_import(in, origin(), {*history_import_id::parse(i.id), rows});
    });
  }
  result<command_outcome> cancel(const history_import_row& i) const {
    return worker(
        [&](executor& in) { return usage::cancel_history_import(in, origin(), {*history_import_id::parse(i.id)}); });
  }
  // The job that the last command asked for; it waits for nobody.
  result<std::string> run_job(const std::string& id) const {
    const auto arguments =
        one(*shared_database().connect_as_administrator(),
            "SELECT arguments FROM jobs WHERE id = (SELECT job_id FROM history_imports WHERE id = '" + id + "')");
    jobs::job what{};
    what.arguments = arguments;
    std::stop_source stopped;
    stopped.request_stop();
    jobs::context job(what, stopped.get_token());
    return usage::history_import_job(connections(), system_clock())(job);
  }
  void everything_is_read() const {
    must(*shared_database().connect_as_administrator(), "UPDATE leases SET data_through = clock_timestamp()");
  }

  tenant_row tenant;
  meter_row meter;
  writing_usage_store store;
  stream::offset next = 0;
  usage::usage_processor processor{
      {.partitions = 1}, store, [](auto) { return usage::make_memory_claim_ledger(std::size_t{1} << 26); }};
};

std::string ask(const std::string& sql) {
  return one(*shared_database().connect_as_administrator(), sql);
}

std::string live_cells() {
  return ask(
      "SELECT coalesce(string_agg(to_char(hour AT TIME ZONE 'UTC', 'MM-DD HH24') || ' ' || (dimensions::json ->> "
      "'region') || ' ' || events || '=' || trim_scale(sum), ', ' ORDER BY hour, dimensions), '') FROM usage_cells "
      "WHERE generation = 1");
}

std::string fates() {
  return ask(
      "SELECT sum(counted) || ' ' || sum(duplicate) || ' ' || sum(conflict) || ' ' || sum(rejected) || ' of ' "
      "|| sum(events) FROM usage_conservation");
}

}  // namespace

TEST_CASE("rows are counted beside what is there, once however often they come, in a scope of their own") {
  world w;
  const auto i = w.import();
  const auto live = event("1", "2026-01-05T10:30:00Z", 7);
  w.absorb("[" + live + "]", "", *parse_rfc3339("2026-01-05T11:00:00Z"));
  REQUIRE(w.flush());
  CHECK(live_cells() == "01-05 10 eu 1=7");
  // The same identity as the live event's, which another scope knows nothing of.
  const auto rows = "[" + event("1", "2026-01-05T10:30:00Z", 5) + "," + event("2", "2026-01-05T10:31:00Z", 6) + "]";
  w.absorb(rows, i.id);
  w.absorb(rows, i.id);
  REQUIRE(w.flush());
  w.absorb("[" + event("2", "2026-01-05T10:31:00Z", 9) + "," + event("3", "2025-12-31T23:59:59Z", 1) + "," +
               event("4", "2026-02-01T00:00:00Z", 1) +
               R"(,{"specversion":"1.0","id":"5","source":"test","type":"call",)"
               R"("time":"2026-01-05T10:00:00Z","data":{}}])",
           i.id);
  REQUIRE(w.flush());
  const auto now = w.look(i.id);
  CHECK(now.counted == 2);
  CHECK(now.duplicate == 2);
  CHECK(now.conflict == 1);
  CHECK(now.refused == 3);
  CHECK(now.last_offset == 3);
  CHECK(live_cells() == "01-05 10 eu 1=7");
  CHECK(ask("SELECT events || '=' || trim_scale(sum) FROM usage_cells WHERE generation = -" +
            std::to_string(i.number)) == "2=11");
  CHECK(fates() == "3 2 1 3 of 9");
  CHECK(ask("SELECT string_agg(code, ' ' ORDER BY event_index) FROM rejected") ==
        "history_range_refused history_range_refused value_missing");
}

TEST_CASE("an owner that comes anew finds the rows that were counted") {
  world w;
  const auto i = w.import();
  const auto rows = "[" + event("1", "2026-01-05T10:30:00Z", 5) + "]";
  w.absorb(rows, i.id);
  REQUIRE(w.flush());
  w.processor.close(0);
  REQUIRE(w.open());
  w.absorb(rows, i.id);
  REQUIRE(w.flush());
  CHECK(w.look(i.id).counted == 1);
  CHECK(w.look(i.id).duplicate == 1);
}

TEST_CASE("an import takes the place of its range once, when everything before its start is counted") {
  world w;
  const auto i = w.import();
  w.absorb("[" + event("a", "2026-01-05T10:30:00Z", 7) + "," + event("b", "2026-01-05T11:30:00Z", 8) + "]", "",
           *parse_rfc3339("2026-01-06T00:00:00Z"));
  w.absorb("[" + event("c", "2025-12-31T23:30:00Z", 1) + "," + event("d", "2026-02-01T00:00:00Z", 2) + "]", "",
           *parse_rfc3339("2026-02-01T01:00:00Z"));
  w.absorb("[" + event("1", "2026-01-05T10:30:00Z", 5) + "," + event("2", "2026-01-31T23:59:59Z", 6, "us") + "]", i.id);
  REQUIRE(w.flush());
  const auto before = live_cells();
  CHECK(w.start(i, 3).error().code == error_code::history_import_invalid);
  auto started = w.start(i, 2);
  REQUIRE(started.has_value());
  CHECK(started->http_status == 202);
  CHECK(w.start(i, 2).error().code == error_code::history_import_state_refused);
  CHECK(w.cancel(i).error().code == error_code::history_import_state_refused);
  // The usage worker has not come to the start yet.
  auto early = w.run_job(i.id);
  REQUIRE_FALSE(early);
  CHECK(early.error().retryable());
  CHECK(live_cells() == before);
  w.everything_is_read();
  CHECK(w.run_job(i.id).value() == R"({"state":"imported","replaced_cells":2,"imported_cells":2})");
  const std::string after = "12-31 23 eu 1=1, 01-05 10 eu 1=5, 01-31 23 us 1=6, 02-01 00 eu 1=2";
  CHECK(live_cells() == after);
  CHECK(w.run_job(i.id).value() == R"({"state":"imported","replaced_cells":2,"imported_cells":2})");
  CHECK(live_cells() == after);
  CHECK(w.look(i.id).replaced_events == 2);
  CHECK(ask("SELECT count(*) FROM usage_cells WHERE generation <> 1") == "0");
  CHECK(ask("SELECT string_agg(type, ' ' ORDER BY number) FROM outbox WHERE type LIKE 'usage.%'") ==
        "usage.history_import_started usage.history_imported");
}

TEST_CASE("a second import replaces the first one, and events that are accepted go on being counted") {
  world w;
  const auto first = w.import();
  w.absorb("[" + event("1", "2026-01-05T10:30:00Z", 5) + "]", first.id);
  REQUIRE(w.flush());
  CHECK(platform([&](executor& in) {
          return history_imports::create(in, {new_id("him_"), w.tenant.number, w.meter.number, from, to, "key_1"});
        })
            .error()
            .code == error_code::history_import_in_progress);
  REQUIRE(w.start(first, 1).has_value());
  w.everything_is_read();
  REQUIRE(w.run_job(first.id).has_value());
  const auto second = w.import();
  w.absorb("[" + event("1", "2026-01-05T10:30:00Z", 50) + "]", second.id);
  w.absorb("[" + event("live", "2026-11-20T09:30:00Z", 3) + "]", "");
  REQUIRE(w.flush());
  REQUIRE(w.start(second, 1).has_value());
  w.everything_is_read();
  REQUIRE(w.run_job(second.id).has_value());
  w.absorb("[" + event("old", "2026-01-05T10:30:00Z", 3) + "," + event("new", "2026-11-20T09:31:00Z", 4) + "]", "");
  REQUIRE(w.flush());
  CHECK(live_cells() == "01-05 10 eu 1=50, 11-20 09 eu 2=7");
}

TEST_CASE("rows that come after the start are rejected, also those that a worker has in hand") {
  world w;
  const auto i = w.import();
  w.absorb("[" + event("1", "2026-01-05T10:30:00Z", 5) + "]", i.id);
  REQUIRE(w.flush());
  w.absorb("[" + event("2", "2026-01-05T10:30:00Z", 6) + "]", i.id);
  const auto in_hand = w.seal();
  REQUIRE(w.start(i, 1).has_value());
  no_transaction none;
  CHECK(in_hand->write(none).error().code == error_code::definitions_changed);
  // As the engine does: everything is closed, the definitions are read anew, and the records come again.
  w.processor.close(0);
  REQUIRE(w.processor.reload());
  w.next = 1;
  REQUIRE(w.open());
  w.absorb("[" + event("2", "2026-01-05T10:30:00Z", 6) + "]", i.id);
  REQUIRE(w.flush());
  CHECK(w.look(i.id).counted == 1);
  CHECK(w.look(i.id).last_offset == 0);  // where counting again stops
  CHECK(ask("SELECT string_agg(code, ' ') FROM rejected") == "history_import_state_refused");
  CHECK(fates() == "1 0 0 1 of 2");
}

TEST_CASE("an import with rows that were refused is not started, and a canceled one leaves nothing") {
  world w;
  const auto i = w.import();
  CHECK(w.start(i, 0).error().code == error_code::history_import_invalid);
  w.absorb("[" + event("1", "2026-01-05T10:30:00Z", 5) + "," + event("2", "2026-03-05T10:30:00Z", 5) + "]", i.id);
  REQUIRE(w.flush());
  CHECK(w.start(i, 1).error().code == error_code::history_import_invalid);
  auto canceled = w.cancel(i);
  REQUIRE(canceled.has_value());
  CHECK(w.start(i, 1).error().code == error_code::history_import_state_refused);
  REQUIRE(w.run_job(i.id).has_value());
  CHECK(ask("SELECT count(*) FROM usage_cells") == "0");
  CHECK(w.look(i.id).state == "canceled");
  CHECK(ask("SELECT string_agg(type, ' ') FROM outbox WHERE type LIKE 'usage.%'") == "usage.history_import_canceled");
  CHECK(w.import().state == "open");
}

TEST_CASE("an import of another tenant is not found, and rows of it are refused") {
  world w;
  const auto i = w.import();
  const auto other =
      platform([&](executor& in) { return tenants::create(in, {new_id("ten_"), 0, "other", "O"}); }).value();
  auto origin = w.origin();
  origin.tenant = other;
  const auto refused =
      worker([&](executor& in) { return usage::cancel_history_import(in, origin, {*history_import_id::parse(i.id)}); });
  CHECK(refused.error().code == error_code::history_import_not_found);
  w.tenant = other;
  w.absorb("[" + event("1", "2026-01-05T10:30:00Z", 5) + "]", i.id);
  w.absorb("[" + event("1", "2026-01-05T10:30:00Z", 5) + "]", "him_00000000000000000000000000");
  REQUIRE(w.flush());
  CHECK(w.look(i.id).counted == 0);
  CHECK(ask("SELECT string_agg(code, ' ') FROM rejected") == "history_import_not_found history_import_not_found");
}

TEST_CASE("a start whose job has failed can be asked for again") {
  world w;
  const auto i = w.import();
  w.absorb("[" + event("1", "2026-01-05T10:30:00Z", 5) + "]", i.id);
  REQUIRE(w.flush());
  REQUIRE(w.start(i, 1).has_value());
  must(*shared_database().connect_as_administrator(), "UPDATE jobs SET state = 'failed'");
  REQUIRE(w.start(i, 1).has_value());
  w.everything_is_read();
  REQUIRE(w.run_job(i.id).has_value());
  CHECK(live_cells() == "01-05 10 eu 1=5");
}

TEST_CASE("distinct values move with their cells") {
  world w;
  w.meter = platform([&](executor& in) {
              return meters::create(in, {.id = new_id("mtr_"),
                                         .slug = "regions",
                                         .name = "Regions",
                                         .description = "",
                                         .event_type = "call",
                                         .aggregation = "UNIQUE_COUNT",
                                         .value_property = "$.region",
                                         .group_by = "[]",
                                         .unit = ""});
            }).value();
  REQUIRE(w.processor.reload());
  const auto i = w.import();
  w.absorb("[" + event("1", "2026-01-05T10:30:00Z", 5, "eu") + "," + event("2", "2026-01-05T10:30:00Z", 5, "us") + "," +
               event("3", "2026-01-05T10:30:00Z", 5, "us") + "]",
           i.id);
  REQUIRE(w.flush());
  REQUIRE(w.start(i, 3).has_value());
  w.everything_is_read();
  REQUIRE(w.run_job(i.id).has_value());
  CHECK(ask("SELECT unique_values || ' of ' || events FROM usage_cells WHERE generation = 1") == "2 of 3");
  CHECK(ask("SELECT count(*) FROM usage_unique_values WHERE generation = 1") == "2");
}
