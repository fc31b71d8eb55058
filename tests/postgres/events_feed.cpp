// The feed of messages: nobody skips one that is committed later, everybody reads what is theirs, and whoever waits is
// told.
#include <future>

#include <api/feed_waits.hpp>
#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>
#include <workers/webhooks/postgres_webhooks_store.hpp>

#include <weir/postgres/flush_store.hpp>
#include <weir/postgres/installation.hpp>
#include <weir/postgres/lease_store.hpp>
#include <weir/postgres/tenants.hpp>

using namespace weir;
using namespace weir::test;
using namespace weir::api;
using namespace std::chrono_literals;

namespace {

namespace feed = postgres::webhook_feed;
using webhooks::webhook_message;

// One that writes a partition's messages, with a connection of its own.
struct writer {
  explicit writer(std::int32_t partition)
      : who{"webhooks", "weir.events", "a" + std::to_string(partition), 60s, std::make_shared<flush_backend>()},
        flushes({shared_database().options(), true, 5s}, who) {}

  void begin(const std::vector<webhook_message>& messages) {
    auto begun = flushes.begin();
    REQUIRE(begun.has_value());
    open = std::move(*begun);
    auto written = store.write(*open, messages);
    REQUIRE_MESSAGE(written.has_value(), (written ? "" : written.error().detail));
  }
  void commit() {
    REQUIRE(open->commit() == stream::commit_outcome::committed);
    open.reset();
  }
  void write(const std::vector<webhook_message>& messages) {
    begin(messages);
    commit();
  }

  ownership who;
  flush_store flushes;
  webhooks::postgres_webhooks_store store;
  std::unique_ptr<stream::transaction> open;
};

struct world {
  world() {
    empty_tables();
    REQUIRE(postgres::lease_store(shared_database().options(), first.who).prepare(2).has_value());
    acme = tenant("acme");
    other = tenant("other");
  }

  static tenant_row tenant(const std::string& key) {
    return platform([&](executor& in) { return tenants::create(in, {.id = new_id("ten_"), .key = key, .name = key}); })
        .value();
  }

  webhook_message message(std::int32_t partition, const tenant_row* of, std::string type = "invoice.paid") {
    webhook_message out;
    out.id = new_id("msg_");
    if (of) out.tenant_id = of->id;
    out.type = std::move(type);
    out.body = R"({"n":)" + std::to_string(++made) + "}";
    out.partition = partition;
    return out;
  }

  static feed_reader all(std::int32_t most = 100) {
    return {.rows = postgres::tenant_scope::platform(), .most = most, .from = feed_reader::start::at_oldest};
  }
  static feed_reader of(const tenant_row& t, std::int32_t most = 100) {
    return {.rows = postgres::tenant_scope::of(t.number),
            .tenant_number = t.number,
            .most = most,
            .from = feed_reader::start::at_oldest};
  }

  // And the reader goes on behind it.
  static std::string read(feed_reader& r) {
    auto page = read_feed(connections(), r);
    REQUIRE_MESSAGE(page.has_value(), (page ? "" : page.error().detail));
    r.after = page->next;
    r.from = feed_reader::start::at_after;
    std::string out;
    for (const auto& item : page->items)
      out += item.body;
    return out + (page->more ? "+" : "");
  }

  static void tamper(const std::string& sql) { must(*shared_database().connect_as_administrator(), sql); }

  writer first{0};
  writer second{1};
  tenant_row acme;
  tenant_row other;
  int made = 0;
};

}  // namespace

TEST_CASE("a message that is committed after later ones is read all the same") {
  world w;
  auto reader = world::all();
  auto slow = world::of(w.acme);
  w.first.begin({w.message(0, &w.acme)});
  w.second.write({w.message(1, &w.acme), w.message(1, nullptr, "plan.created")});
  CHECK(world::read(reader) == R"({"n":2}{"n":3})");
  CHECK(world::read(slow) == R"({"n":2})");
  w.first.commit();
  CHECK(world::read(reader) == R"({"n":1})");
  CHECK(world::read(slow) == R"({"n":1})");
  CHECK(world::read(reader).empty());
}

TEST_CASE("pages follow one another without a gap, and any page of a reader is the same again") {
  world w;
  for (int i = 0; i < 4; ++i) {
    w.first.write({w.message(0, &w.acme), w.message(0, &w.other)});
    w.second.write({w.message(1, nullptr, "plan.created")});
  }
  auto reader = world::all(5);
  CHECK(world::read(reader) == R"({"n":1}{"n":2}{"n":3}{"n":4}{"n":5}+)");
  auto again = reader;
  CHECK(world::read(reader) == R"({"n":6}{"n":7}{"n":8}{"n":9}{"n":10}+)");
  CHECK(world::read(again) == R"({"n":6}{"n":7}{"n":8}{"n":9}{"n":10}+)");
  CHECK(world::read(reader) == R"({"n":11}{"n":12})");
  auto each = world::all(12);
  const auto page = read_feed(connections(), each).value();
  for (std::size_t i = 0; i < page.items.size(); ++i) {
    auto from_there = world::all(1);
    from_there.from = feed_reader::start::at_after;
    from_there.after = page.items[i].after;
    const auto next = read_feed(connections(), from_there).value();
    CHECK(next.items.size() == (i + 1 < page.items.size() ? 1 : 0));
    if (!next.items.empty()) CHECK(next.items[0].id == page.items[i + 1].id);
  }
}

TEST_CASE("a tenant reads of itself what its endpoints may be told, whether it has one or not, and no tests") {
  world w;
  auto test = w.message(0, &w.acme, "webhook_endpoint.tested");
  test.only_to = "whe_00000000000000000000000001";
  w.first.write({w.message(0, &w.acme), w.message(0, &w.other), w.message(0, &w.acme, "login.failed"), test,
                 w.message(0, &w.acme, "budget.threshold_crossed")});
  auto theirs = world::of(w.acme);
  CHECK(world::read(theirs) == R"({"n":2}{"n":5})");
  auto typed = world::of(w.acme);
  typed.types = {"budget.*", "plan.created"};
  CHECK(world::read(typed) == R"({"n":5})");
  auto of_all = world::all();
  CHECK(world::read(of_all) == R"({"n":2}{"n":3}{"n":4}{"n":5})");
  auto from_now = world::of(w.acme);
  from_now.from = feed_reader::start::at_newest;
  CHECK(world::read(from_now).empty());
  const auto twice = w.message(0, &w.acme);
  w.first.write({twice});
  w.first.write({twice});
  CHECK(world::read(from_now) == twice.body);
  CHECK(world::read(from_now).empty());
}

TEST_CASE("who has not read what is deleted is told so, and who has only been quiet goes on") {
  world w;
  auto slow = world::all(1);
  auto quiet = world::of(w.other);
  w.first.write({w.message(0, &w.acme)});
  CHECK(world::read(slow) == R"({"n":1})");
  w.first.write({w.message(0, &w.acme)});
  CHECK(world::read(quiet).empty());
  world::tamper("UPDATE webhook_messages SET created_at = now() - interval '31 days'");
  CHECK(worker([](executor& in) { return postgres::retention::purge(in, "webhook_messages", 10); }).value() == 2);
  const auto missed = read_feed(connections(), slow);
  REQUIRE(!missed.has_value());
  CHECK(missed.error().code == error_code::feed_cursor_passed);
  CHECK(world::read(quiet).empty());
  w.first.write({w.message(0, &w.other)});
  CHECK(world::read(quiet) == R"({"n":3})");
  auto anew = world::all();
  CHECK(world::read(anew) == R"({"n":3})");
  anew.after[0] += 100;
  CHECK(read_feed(connections(), anew).error().code == error_code::feed_cursor_passed);
}

TEST_CASE("a poll that waits is answered by what concerns it, and at its end it knows how far all is read") {
  world w;
  feed_waits waits(connections(), {.tick = 5ms, .beat = 1s, .most_life = 5s, .most = 2});
  auto theirs = world::of(w.acme);
  REQUIRE(world::read(theirs).empty());
  std::promise<result<feed_page>> told;
  std::promise<result<feed_page>> ended;
  std::promise<result<feed_page>> refused;
  waits.wait(theirs, [&](result<feed_page> p) { told.set_value(std::move(p)); }, 30s);
  auto others = world::of(w.other);
  REQUIRE(world::read(others).empty());
  others.types = {"invoice.voided"};
  waits.wait(others, [&](result<feed_page> p) { ended.set_value(std::move(p)); }, 1s);
  waits.wait(others, [&](result<feed_page> p) { refused.set_value(std::move(p)); }, 1s);
  CHECK(refused.get_future().get().error().code == error_code::overloaded);
  w.second.write({w.message(1, &w.other)});
  auto end = ended.get_future().get();
  REQUIRE(end.has_value());
  CHECK(end->items.empty());
  CHECK(end->next == read_feed(connections(), others).value().next);
  w.first.write({w.message(0, &w.acme)});
  auto page = told.get_future().get();
  REQUIRE(page.has_value());
  REQUIRE(page->items.size() == 1);
  CHECK(page->items[0].body == R"({"n":2})");
}
