// The fate of events that the worker's own processor and writer put into the tables, asked as the API asks.
#include <algorithm>
#include <array>
#include <future>
#include <random>
#include <set>

#include <api/usage/after_waiter.hpp>
#include <api/usage/conservation.hpp>
#include <api/usage/event_fate.hpp>
#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>
#include <tests/postgres/writing_usage_store.hpp>
#include <workers/usage/claim_run.hpp>
#include <workers/usage/identity.hpp>
#include <workers/usage/usage_processor.hpp>

#include <weir/contract/json_document.hpp>
#include <weir/contract/topics.hpp>
#include <weir/domain/bucket.hpp>
#include <weir/postgres/installation.hpp>
#include <weir/postgres/meters.hpp>

using namespace weir;
using namespace weir::test;
using namespace weir::api;
using namespace std::chrono_literals;

namespace {

const timestamp arrived = parse_rfc3339("2026-11-20T10:00:00Z").value();

class vector_log final : public log_source {
 public:
  std::vector<kafka::owned_record> records;
  stream::offset start = 0;

  result<kafka::record_page> read(stream::partition_number, stream::offset from,
                                  const kafka::read_limits& limits) override {
    if (from < start) return fail(error_code::log_retention_passed);
    kafka::record_page page{.records = {}, .next = from};
    while (page.next < end() && page.records.size() < std::min<std::size_t>(limits.records, 7)) {
      page.records.push_back(records[static_cast<std::size_t>(page.next++)]);
    }
    page.end_of_log = page.next == end();
    return page;
  }
  result<stream::log_bounds> bounds(stream::partition_number, std::chrono::milliseconds) override {
    return stream::log_bounds{start, end()};
  }
  stream::offset end() const { return static_cast<stream::offset>(records.size()); }
};

std::string event(const char* id, const char* type, const char* data, const char* time = "2026-11-20T09:30:00Z") {
  return std::string(R"({"specversion":"1.0","id":")") + id + R"(","source":"test","type":")" + type +
         R"(","subject":"s","time":")" + time + R"(","data":)" + data + "}";
}

struct world {
  tenant_row tenant;
  vector_log log;
  stream::offset handled = 0;

  void add(std::vector<std::string> events, std::int64_t later_ms = 0) {
    kafka::owned_record r{
        .offset = log.end(), .appended_ms = arrived.ms() + later_ms, .key = "0", .value = "[", .headers = {}};
    for (const auto& e : events)
      r.value += (r.value.size() > 1 ? ", " : "") + e;
    r.value += "]";
    r.headers = {{std::string(contract::frame_header), std::string(contract::frame_version)},
                 {std::string(contract::tenant_header), tenant.id}};
    log.records.push_back(r);
  }

  // As the worker would, one flush for each call.
  void work() {
    writing_usage_store store;
    usage::usage_processor processor({.partitions = 1}, store,
                                     [](auto) { return usage::make_memory_claim_ledger(std::size_t{1} << 26); });
    REQUIRE(processor.open({.partition = 0, .next = handled, .last_fingerprint = {}}, [] {}));
    for (; handled < log.end(); ++handled) {
      const auto& r = log.records[static_cast<std::size_t>(handled)];
      std::vector<stream::header> headers;
      for (const auto& h : r.headers)
        headers.push_back({h.name, h.value});
      REQUIRE(processor.absorb({.partition = 0,
                                .offset = r.offset,
                                .appended_ms = r.appended_ms,
                                .key = r.key,
                                .value = r.value,
                                .headers = headers}));
    }
    no_transaction none;
    auto batch = processor.seal();
    REQUIRE(batch->write(none));
    auto owner = shared_database().connect();
    must(*owner,
         "BEGIN; SET LOCAL ROLE weir_worker; INSERT INTO leases (consumer, topic, partition, next_offset, "
         "data_through) VALUES "
         "('usage', 'weir.usage', 0, " +
             std::to_string(handled) +
             ", now()) ON CONFLICT (consumer, topic, partition) DO UPDATE "
             "SET next_offset = EXCLUDED.next_offset; COMMIT");
  }

  std::vector<std::string> states(const std::vector<log_event>& events) {
    auto outcomes = connections().read(role::api, tenant_scope::of(tenant.number),
                                       [&](executor& in) -> result<std::vector<event_outcome>> {
                                         auto at = log_of(in, tenant);
                                         if (!at) return std::unexpected(at.error());
                                         return outcomes_of(in, tenant, *at, events, {});
                                       });
    REQUIRE_MESSAGE(outcomes, outcomes.error().detail);
    std::vector<std::string> out;
    for (const auto& o : *outcomes) {
      std::string text(name(o.state));
      for (const auto& c : o.cells)
        text += " " + c.meter + format_rfc3339(c.cell.hour).substr(10, 6) + c.cell.dimensions;
      for (std::size_t i = 0; i < o.refusals.size(); ++i) {
        text += " " + o.refusal_meters[i] + "!" + std::string(weir::name(o.refusals[i].code));
      }
      out.push_back(text);
    }
    return out;
  }

  event_fate fate(const char* id, std::optional<contract::receipt> receipt = {},
                  std::optional<contract::cursor> go_on = {}) {
    auto f =
        find_fate(connections(), tenant_scope::of(tenant.number), log, tenant,
                  {.source = "test", .id = id, .receipt = std::move(receipt), .go_on = std::move(go_on)}, arrived, {});
    REQUIRE_MESSAGE(f, f.error().detail);
    return *f;
  }
};

world make_world() {
  empty_tables();
  world w;
  auto owner = shared_database().connect();
  REQUIRE(installation::create_or_check(
      *owner, {.id = "i", .topic_prefix = "", .partitions = 1, .claim_key = std::string(32, 'k')}));
  platform([&](executor& in) -> result<void> {
    const auto id = new_id("ten_");
    auto t = tenants::create(in, {.id = id,
                                  .bucket = domain::bucket_of(*tenant_id::parse(id)).number,
                                  .key = "t",
                                  .name = "T",
                                  .time_zone = "Asia/Kathmandu",
                                  .minute_offset = 45});
    if (!t) return std::unexpected(t.error());
    w.tenant = *t;
    for (const char* slug : {"calls", "bytes"}) {
      const bool sum = slug[0] == 'b';
      auto m = meters::create(in, {.id = new_id("mtr_"),
                                   .slug = slug,
                                   .name = slug,
                                   .description = "",
                                   .event_type = "call",
                                   .aggregation = sum ? "SUM" : "COUNT",
                                   .value_property = sum ? std::optional<std::string>("$.n") : std::nullopt,
                                   .group_by = sum ? R"([{"name":"region","path":"$.r"}])" : "[]",
                                   .unit = ""});
      if (!m) return std::unexpected(m.error());
    }
    return {};
  }).value();
  return w;
}

contract::receipt receipt(stream::offset offset, std::uint32_t index) {
  return {.position = {.topic = std::string(contract::usage_topic), .partition = 0, .offset = offset}, .index = index};
}

}  // namespace

TEST_CASE("every event of the log has the outcome that the worker gave it") {
  auto w = make_world();
  w.add({event("a", "call", R"({"n":1,"r":"eu"})"), event("a", "call", R"({"r":"eu","n":1.0})"),
         event("a", "call", R"({"n":2})"), event("u", "other", "{}"), event("p", "call", R"({"n":"x"})"),
         event("old", "call", "{}", "2020-01-01T00:00:00Z")});
  w.work();
  w.add({event("a", "call", R"({"n":1,"r":"eu"})", "2026-11-20T09:59:00Z"), event("b", "call", R"({"n":5})")}, 1000);
  w.work();
  w.add({event("c", "call", "{}")}, 2000);

  event_filter all{.tenant = *tenant_id::parse(w.tenant.id)};
  auto page = read_backwards(w.log, 0, {}, all, {}).value();
  CHECK(!page.next);
  std::vector<std::string> states;
  for (const auto& s : w.states(page.events))
    states.push_back(s.substr(0, s.find(' ')));
  CHECK(states == std::vector<std::string>{"pending", "counted", "duplicate", "rejected", "counted", "unmatched",
                                           "conflict", "duplicate", "counted"});
  CHECK(w.states({page.events.back()}).front().find(R"(bytesT09:15{"region":"eu"})") != std::string::npos);
  CHECK(w.states({page.events[4]}).front().find("bytes!value_type") != std::string::npos);
  CHECK(w.states({page.events[3]}).front() == "rejected !event_too_old");
}

TEST_CASE("where is my event") {
  auto w = make_world();
  w.add({event("a", "call", R"({"n":1})"), event("a", "call", R"({"n":2})"), event("u", "other", "{}"),
         event("old", "call", "{}", "2020-01-01T00:00:00Z")});
  w.work();
  w.add({event("a", "call", R"({"n":1})")}, 1000);
  w.work();
  w.add({event("new", "call", R"({"n":1})")}, 2000);

  auto a = w.fate("a");
  CHECK(a.state == "counted");
  REQUIRE(a.counted);
  CHECK(a.counted->offset == 0);
  CHECK(a.event->index == 0);
  CHECK(a.conflicts.size() == 1);
  CHECK(a.outcome->cells.size() == 2);

  auto resent = w.fate("a", receipt(1, 0));
  CHECK(resent.state == "duplicate");
  CHECK(resent.counted->offset == 0);
  auto other = w.fate("a", receipt(0, 1));
  CHECK(other.state == "conflict");
  CHECK(other.event->json.find(R"("n":2)") != std::string::npos);
  CHECK(other.counted_event->json.find(R"("n":1)") != std::string::npos);
  CHECK(w.fate("u").state == "unmatched");
  CHECK(w.fate("old").state == "rejected");
  CHECK(w.fate("old").rejections.size() == 1);
  CHECK(w.fate("new").state == "pending");
  CHECK(w.fate("never").state == "not_seen");
  auto wrong = find_fate(connections(), tenant_scope::of(w.tenant.number), w.log, w.tenant,
                         {.source = "test", .id = "new", .receipt = receipt(0, 0), .go_on = {}}, arrived, {});
  CHECK(wrong.error().code == error_code::receipt_invalid);
  // The body is gone with the log, the claim is not.
  w.log.start = 2;
  auto gone = w.fate("a");
  CHECK(gone.state == "counted");
  CHECK(!gone.event);

  auto in_json =
      contract::json_document::parse(write_fate({.source = "test", .id = "a", .receipt = {}, .go_on = {}}, a));
  REQUIRE(in_json);
  CHECK(in_json->root().text("outcome") == "counted");
  CHECK(in_json->root().find("event")->text("id") == "a");
}

TEST_CASE("a search that cannot reach far enough says so, and goes on") {
  auto w = make_world();
  for (int i = 0; i < 300; ++i)
    w.add({event("x", "other", "{}")});
  fate_settings little{.log_bytes = 1};
  std::optional<contract::cursor> go_on;
  int asked = 0;
  for (;; ++asked) {
    auto f = find_fate(connections(), tenant_scope::of(w.tenant.number), w.log, w.tenant,
                       {.source = "test", .id = "never", .receipt = {}, .go_on = go_on}, arrived, little)
                 .value();
    if (!f.next) {
      CHECK(f.state == "not_seen");
      break;
    }
    CHECK(f.state == "unknown");
    go_on = f.next;
    REQUIRE(asked < 20);
  }
  CHECK(asked > 2);
}

TEST_CASE("reading backwards in pages gives every event once, newest first") {
  auto w = make_world();
  for (int i = 0; i < 100; ++i) {
    w.add({event(("a" + std::to_string(i)).c_str(), "call", "{}"),
           event(("b" + std::to_string(i)).c_str(), i % 2 ? "call" : "other", "{}")},
          i * 1000);
  }
  w.log.records[7].headers.clear();  // not a record of ours
  event_filter all{.tenant = *tenant_id::parse(w.tenant.id)};
  for (std::size_t limit : {1U, 3U, 50U, 1000U}) {
    std::vector<std::string> seen;
    std::optional<log_place> before;
    do {
      auto page = read_backwards(w.log, 0, before, all, {.events = limit}).value();
      CHECK(page.events.size() <= limit);
      for (const auto& e : page.events)
        seen.push_back(e.id);
      before = page.next;
    } while (before);
    REQUIRE(seen.size() == 198);
    CHECK(seen.front() == "b99");
    CHECK(seen[1] == "a99");
    CHECK(seen.back() == "a0");
    CHECK(std::set<std::string>(seen.begin(), seen.end()).size() == 198);
  }
  auto some = all;
  some.type = "other";
  some.from = timestamp::from_ms(arrived.ms() + 50'000);
  some.to = timestamp::from_ms(arrived.ms() + 60'000);
  CHECK(read_backwards(w.log, 0, {}, some, {}).value().events.size() == 5);
}

TEST_CASE("a claim is found in runs of any size, even in uneven ones, and nothing is found that is not there") {
  auto w = make_world();
  auto owner = shared_database().connect();
  must(*owner,
       "BEGIN; SET LOCAL ROLE weir_worker; SELECT ensure_claim_day('2026-11-19'), ensure_claim_day('2026-11-20'); "
       "COMMIT");
  std::mt19937_64 random(3);
  std::vector<std::pair<usage::arrival_day, usage::claim_entry>> entries;
  const auto today = usage::day_of_arrival(arrived.ms());
  stream::offset next = 0;
  for (int run = 0; run < 8; ++run) {
    const std::size_t sizes[] = {1, 2, 50, 1000, 20'000, 3000, 3000, 40};
    std::vector<usage::claim_entry> list;
    for (std::size_t i = 0; i < sizes[run]; ++i) {
      usage::claim_entry e{{random(), random()}, static_cast<std::uint32_t>(random()), next++};
      if (run == 5) e.identity.high >>= 20;                          // all at the beginning
      if (run == 6) e.identity.high = ~std::uint64_t{0} - (i >> 1);  // all at the end, many alike
      list.push_back(e);
    }
    const auto day = run < 4 ? today - 1 : today;
    worker([&](executor& in) -> result<void> {
      for (const auto& encoded : usage::encode_claim_runs(list)) {
        auto r = in.query(
            "INSERT INTO usage_claim_runs (scope, partition, day, first_offset, last_offset, digest, entries) VALUES "
            "(0, 0, "
            "date '1970-01-01' + $1::int, $2, $3, $4, $5)",
            std::array<param, 5>{day, encoded.first_offset, encoded.last_offset,
                                 static_cast<std::int64_t>(encoded.digest), param::bytes(encoded.entries)});
        if (!r) return std::unexpected(r.error());
      }
      return {};
    }).value();
    for (const auto& e : list)
      entries.push_back({day, e});
  }
  auto search = [&](const hash128& identity) {
    return find_claim(connections(), 0, identity, newest_claims(arrived), oldest_claims(arrived, 35), 2s).value();
  };
  std::vector<claim_question> questions;
  for (std::size_t i = 0; i < entries.size(); i += i < 60 ? 1 : 97) {
    const auto& [day, e] = entries[i];
    auto s = search(e.identity);
    REQUIRE(s.found);
    CHECK(s.found->offset == e.offset);
    CHECK(s.found->content == e.content);
    CHECK(s.found->day == day);
    questions.push_back({day, e.offset, e.identity});
    questions.push_back({day, e.offset + 1, e.identity});
  }
  auto counted = platform([&](executor& in) { return counted_at(in, 0, questions); }).value();
  for (std::size_t i = 0; i < counted.size(); ++i)
    CHECK(counted[i] == (i % 2 == 0));
  for (int i = 0; i < 100; ++i) {
    auto s = search({random(), random()});
    CHECK(!s.found);
    CHECK(!s.next);
  }
  auto stopped = find_claim(connections(), 0, {1, 1}, newest_claims(arrived), oldest_claims(arrived, 35), -1ms).value();
  CHECK(stopped.next);
}

TEST_CASE("conservation: every event of the log has one fate") {
  auto w = make_world();
  w.add({event("a", "call", R"({"n":1})"), event("a", "call", R"({"n":2})"), event("u", "other", "{}"),
         event("p", "call", R"({"n":"x"})")});
  w.work();
  w.add({event("a", "call", R"({"n":1})")}, 3'600'000);
  w.work();
  auto ask = [&](conservation_question q) {
    return connections().read(role::api, tenant_scope::of(w.tenant.number),
                              [&](executor& in) { return read_conservation(in, q); });
  };
  auto all = ask({.tenant = w.tenant}).value();
  CHECK(all.totals.events == 5);
  CHECK(all.totals.counted == 2);
  CHECK(all.totals.duplicate == 1);
  CHECK(all.totals.conflict == 1);
  CHECK(all.totals.unmatched == 1);
  CHECK(all.totals.holds());
  CHECK(all.rows.size() == 2);
  REQUIRE(all.meters.size() == 2);
  CHECK(all.meters[0].meter == "bytes");
  CHECK(all.meters[0].invalid == 1);
  CHECK(all.partitions.at(0).next_offset == 2);
  CHECK(
      ask({.tenant = w.tenant, .from = timestamp::from_ms(arrived.ms() + 3'600'000), .to = {}}).value().totals.events ==
      1);
  CHECK(ask({.tenant = w.tenant, .from = arrived, .to = arrived}).error().code == error_code::query_range_invalid);
  CHECK(write_conservation({}, all).find(R"("holds":true)") != std::string::npos);
}

TEST_CASE("after a receipt: at once when it is there, when it comes, or not in time") {
  auto w = make_world();
  w.add({event("a", "call", "{}")});
  w.work();
  after_waiter waiter(connections(), {.most = 300ms, .tick = 5ms});
  after_waiter patient(connections(), {.most = 30s, .tick = 5ms});
  auto wait = [&](after_waiter& by, stream::offset offset) {
    auto answer = std::make_shared<std::promise<result<void>>>();
    by.wait({receipt(offset, 0)}, [answer](result<void> r) { answer->set_value(std::move(r)); });
    return answer;
  };
  CHECK(wait(waiter, 0)->get_future().get().has_value());
  CHECK(wait(waiter, 1)->get_future().get().error().code == error_code::after_timeout);
  auto later = wait(patient, 1);
  w.add({event("b", "call", "{}")});
  w.work();
  CHECK(later->get_future().get().has_value());
  bool called = false;
  waiter.wait({}, [&](result<void> r) { called = r.has_value(); });
  CHECK(called);
}

TEST_CASE("after a command: when it is carried out, not when it is archived") {
  auto w = make_world();
  const char* places =
      "INSERT INTO leases (consumer, topic, partition, next_offset) VALUES "
      "('operations', 'weir.commands', 7, 5), ('archive', 'weir.commands', 7, 0)";
  REQUIRE(worker([&](executor& in) { return in.query(places); }).has_value());
  after_waiter waiter(connections(), {.most = 300ms, .tick = 5ms});
  auto wait = [&](stream::offset offset) {
    auto answer = std::make_shared<std::promise<result<void>>>();
    waiter.wait({contract::receipt{{std::string(contract::commands_topic), 7, offset}, 0}},
                [answer](result<void> r) { answer->set_value(std::move(r)); });
    return answer->get_future().get();
  };
  CHECK(wait(4).has_value());
  CHECK(wait(5).error().code == error_code::after_timeout);
}
