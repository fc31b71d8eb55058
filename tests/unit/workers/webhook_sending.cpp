// The sender of deliveries between a queue and a transport that do what a test says.
#include <deque>
#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <workers/webhooks/delivery_sender.hpp>

using namespace weir;
using namespace weir::webhooks;
using domain::webhook_secret;
using domain::webhook_verdict;
using std::chrono::milliseconds;
using enum domain::webhook_verdict;

namespace {

constexpr timestamp now{1'800'000'000'500'000'000};

// Deliveries with leases, as the tables have them; time passes when a test says so.
class memory_queue final : public delivery_queue {
 public:
  struct row {
    due_webhook what;
    bool leased = false;
    std::vector<postgres::webhook_queue::outcome> outcomes;  // those that counted
    bool waits() const { return outcomes.empty() || outcomes.back().what == again; }
  };

  row& add(const std::string& message, int secrets = 1) {
    auto& r = rows.emplace_back();
    auto& d = r.what.delivery;
    d.number = std::ssize(rows);
    d.message_id = message;
    d.url = "https://example.com/" + message;
    d.body = R"({"id":")" + message + "\"}";
    d.now = now;
    for (int i = 0; i < secrets; ++i)
      r.what.secrets.push_back(webhook_secret::of_bytes(std::string(32, static_cast<char>('a' + i))));
    return r;
  }

  result<std::vector<due_webhook>> take(std::int32_t most) override {
    asked.push_back(most);
    if (away) return fail(error_code::database_unavailable);
    std::vector<due_webhook> out;
    for (auto& r : rows) {
      if (std::ssize(out) == most) break;
      if (r.leased || !r.waits()) continue;
      r.leased = true;
      ++r.what.delivery.attempt;
      out.push_back(r.what);
      ++r.what.delivery.round;
    }
    return out;
  }

  milliseconds rest(milliseconds most) override { return most; }

  result<void> note(const std::vector<ended>& all) override {
    ++notes;
    if (away) return fail(error_code::database_unavailable);
    for (const auto& e : all)
      if (e.what_came.response.contains('\0')) return fail(error_code::database_data_invalid);
    for (const auto& e : all) {
      auto& r = rows.at(static_cast<std::size_t>(e.delivery.number - 1));
      if (!r.leased || r.what.delivery.attempt != e.delivery.attempt) continue;
      r.leased = false;
      r.outcomes.push_back(e.what_came);
    }
    return {};
  }

  void leases_run_out() {
    for (auto& r : rows)
      r.leased = false;
  }

  std::deque<row> rows;
  std::vector<std::int32_t> asked;
  int notes = 0;
  bool away = false;
};

class memory_transport final : public webhook_transport {
 public:
  void send(outgoing_webhook w) override { sent.push_back(std::move(w)); }
  std::vector<webhook_response> wait(milliseconds) override { return std::exchange(come, {}); }
  void wake() override {}

  void answer(std::size_t nth, webhook_response r) {
    r.ticket = sent.at(nth).ticket;
    come.push_back(std::move(r));
  }
  void answer(std::size_t nth, std::int32_t status) { answer(nth, {.status = status}); }

  std::vector<outgoing_webhook> sent;
  std::vector<webhook_response> come;
};

struct world {
  delivery_sender make(std::int32_t most = 256) {
    return {queue,
            transport,
            {"Weir-Webhooks/1", most},
            [] { return 0U; },
            [this](webhook_verdict v) { observed.push_back(v); }};
  }

  memory_queue queue;
  memory_transport transport;
  std::vector<webhook_verdict> observed;
};

void turn(delivery_sender& s) {
  REQUIRE(s.turn(milliseconds(0)).has_value());
}

}  // namespace

TEST_CASE("what is due leaves in its order, signed by every secret at the instant of its attempt") {
  world w;
  for (const auto* id : {"msg_a", "msg_b", "msg_c"})
    w.queue.add(id, 2);
  auto sender = w.make();
  turn(sender);
  REQUIRE(w.transport.sent.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& out = w.transport.sent[i];
    const auto& d = w.queue.rows[i].what;
    CHECK(out.url == d.delivery.url);
    CHECK(out.body == d.delivery.body);
    const std::map<std::string, std::string> headers(out.headers.begin(), out.headers.end());
    CHECK(headers.size() == out.headers.size());
    CHECK(headers.at("content-type") == "application/json");
    CHECK(headers.at("user-agent") == "Weir-Webhooks/1");
    CHECK(headers.at("webhook-id") == d.delivery.message_id);
    CHECK(headers.at("webhook-timestamp") == "1800000000");
    CHECK(headers.at("webhook-signature") ==
          domain::webhook_signatures(d.secrets, d.delivery.message_id, 1'800'000'000, d.delivery.body));
  }
  turn(sender);
  CHECK(w.transport.sent.size() == 3);
}

TEST_CASE("what comes of an attempt") {
  struct row {
    webhook_response came;
    webhook_verdict what;
    std::int64_t wait_ms, pause_ms;
  };
  const std::vector<row> table = {
      {{.status = 204, .body = "ok"}, delivered, 0, 0},
      {{.status = 500, .body = "out of order"}, again, 5'000, 0},
      {{.status = 301}, again, 5'000, 0},
      {{.status = 429, .retry_after_s = 60}, again, 60'000, 60'000},
      {{.status = 410}, gone, 0, 0},
      {{.error = "timed out"}, again, 5'000, 0},
      {{.refused = true, .error = "not there"}, refused, 0, 0},
  };
  world w;
  for (std::size_t i = 0; i < table.size(); ++i)
    w.queue.add("msg_" + std::to_string(i));
  auto sender = w.make();
  turn(sender);
  for (std::size_t i = table.size(); i-- > 0;) {
    auto came = table[i].came;
    came.duration_ms = static_cast<std::int32_t>(i) + 7;
    w.transport.answer(i, came);
  }
  turn(sender);
  CHECK(sender.count_open() == 0);
  CHECK(w.queue.notes == 1);
  for (std::size_t i = 0; i < table.size(); ++i) {
    CAPTURE(i);
    REQUIRE(w.queue.rows[i].outcomes.size() == 1);
    const auto& o = w.queue.rows[i].outcomes[0];
    CHECK(o.what == table[i].what);
    CHECK((o.what == refused || o.wait_ms == table[i].wait_ms));
    CHECK(o.pause_ms == table[i].pause_ms);
    CHECK(o.started_at == now);
    CHECK(o.duration_ms == static_cast<std::int32_t>(i) + 7);
    CHECK(o.status.value_or(0) == table[i].came.status);
    CHECK(o.status.has_value() == (table[i].came.status != 0));
    CHECK(o.response == table[i].came.body);
    CHECK(o.error == table[i].came.error);
  }
  CHECK(w.observed.size() == table.size());
}

TEST_CASE("the schedule is asked with the attempts of the round and the failures of the endpoint") {
  world w;
  auto& last = w.queue.add("msg_last");
  last.what.delivery.round = domain::webhook_attempts - 1;
  auto& failing = w.queue.add("msg_failing");
  failing.what.delivery.failures = 4;
  auto sender = w.make();
  turn(sender);
  w.transport.answer(0, 500);
  w.transport.answer(1, 500);
  turn(sender);
  CHECK(w.queue.rows[0].outcomes.at(0).what == spent);
  CHECK(w.queue.rows[1].outcomes.at(0).pause_ms == 5'000);
}

TEST_CASE("no more than may be are under way, and room is used as soon as there is some") {
  world w;
  for (int i = 0; i < 10; ++i)
    w.queue.add("msg_" + std::to_string(i));
  auto sender = w.make(3);
  turn(sender);
  CHECK(w.transport.sent.size() == 3);
  turn(sender);
  CHECK(w.transport.sent.size() == 3);
  CHECK(w.queue.asked.size() == 1);  // without room nobody is asked
  w.transport.answer(1, 200);
  turn(sender);
  turn(sender);
  CHECK(w.transport.sent.size() == 4);
  CHECK(w.queue.asked.back() == 1);
  // What could not be noted holds its place.
  w.transport.answer(0, 200);
  w.queue.away = true;
  CHECK_FALSE(sender.finish(milliseconds(0)).has_value());
  CHECK(sender.count_open() == 3);
  const auto asked = w.queue.asked.size();
  CHECK_FALSE(sender.turn(milliseconds(0)).has_value());
  CHECK(w.queue.asked.size() == asked);
}

TEST_CASE("who is many takes them in parts") {
  world w;
  for (int i = 0; i < 200; ++i)
    w.queue.add("msg_" + std::to_string(i));
  auto sender = w.make();
  turn(sender);
  CHECK(w.transport.sent.size() == 64);
  for (int i = 0; i < 5; ++i)
    turn(sender);
  CHECK(w.transport.sent.size() == 200);
}

TEST_CASE("a database that is away loses no outcome and sends nothing twice") {
  world w;
  w.queue.add("msg_a");
  w.queue.add("msg_b");
  auto sender = w.make(2);
  turn(sender);
  w.transport.answer(0, 200);
  w.queue.away = true;
  for (int i = 0; i < 3; ++i)
    CHECK_FALSE(sender.turn(milliseconds(0)).has_value());
  w.transport.answer(1, 500);
  CHECK_FALSE(sender.turn(milliseconds(0)).has_value());
  CHECK(w.observed.empty());
  w.queue.away = false;
  turn(sender);
  CHECK(w.queue.rows[0].outcomes.at(0).what == delivered);
  CHECK(w.queue.rows[1].outcomes.at(0).what == again);
  CHECK(w.observed == std::vector{delivered, again});
  CHECK(sender.count_open() == 0);
  CHECK(std::ranges::count(w.transport.sent, "msg_a",
                           [](const outgoing_webhook& o) { return o.headers.at(2).second; }) == 1);
}

TEST_CASE("whoever is killed between sending and noting sends again under the same id") {
  world w;
  w.queue.add("msg_a");
  {
    auto killed = w.make();
    turn(killed);
    w.transport.answer(0, 200);
  }
  w.transport.come.clear();
  auto next = w.make();
  turn(next);
  CHECK(w.transport.sent.size() == 1);  // the lease of the other one
  w.queue.leases_run_out();
  turn(next);
  REQUIRE(w.transport.sent.size() == 2);
  CHECK(w.transport.sent[0].headers == w.transport.sent[1].headers);
  CHECK(w.transport.sent[0].body == w.transport.sent[1].body);
  w.transport.answer(1, 200);
  turn(next);
  REQUIRE(w.queue.rows[0].outcomes.size() == 1);
  CHECK(w.queue.rows[0].what.delivery.attempt == 2);
}

TEST_CASE("whoever lost the lease goes on, and what the other one saw counts") {
  world w;
  w.queue.add("msg_a");
  auto slow = w.make();
  turn(slow);
  w.queue.leases_run_out();
  memory_transport other_way;
  delivery_sender other(w.queue, other_way, {"Weir-Webhooks/1", 8}, [] { return 0U; });
  turn(other);
  other_way.answer(0, 410);
  turn(other);
  w.transport.answer(0, 200);
  turn(slow);
  REQUIRE(w.queue.rows[0].outcomes.size() == 1);
  CHECK(w.queue.rows[0].outcomes[0].what == gone);
  CHECK(slow.count_open() == 0);
}

TEST_CASE("without a secret that opens nothing is sent, and the attempt says why") {
  world w;
  w.queue.add("msg_a", 0);
  auto sender = w.make();
  turn(sender);
  CHECK(w.transport.sent.empty());
  REQUIRE(w.queue.rows[0].outcomes.size() == 1);
  CHECK(w.queue.rows[0].outcomes[0].what == again);
  CHECK(w.queue.rows[0].outcomes[0].error.contains("secret"));
}

TEST_CASE("who finishes takes no more") {
  world w;
  w.queue.add("msg_a");
  auto sender = w.make();
  turn(sender);
  w.queue.add("msg_b");
  REQUIRE(sender.finish(milliseconds(0)).has_value());
  CHECK(sender.count_open() == 1);
  w.transport.answer(0, 200);
  REQUIRE(sender.finish(milliseconds(0)).has_value());
  CHECK(sender.count_open() == 0);
  CHECK(w.transport.sent.size() == 1);
  CHECK_FALSE(w.queue.rows[0].waits());
}

TEST_CASE("an answer to nothing that was sent is passed over") {
  world w;
  w.transport.come.push_back({.ticket = 77, .status = 200});
  auto sender = w.make();
  turn(sender);
  CHECK(w.queue.notes == 0);
}

TEST_CASE("an outcome that the database will never take does not hold up the others") {
  world w;
  for (const auto* id : {"msg_a", "msg_bad", "msg_c"})
    w.queue.add(id);
  auto sender = w.make();
  turn(sender);
  w.transport.answer(0, 200);
  w.transport.answer(1, {.status = 200, .body = std::string("a\0b", 3)});
  w.transport.answer(2, 500);
  turn(sender);
  CHECK(w.queue.rows[0].outcomes.size() == 1);
  CHECK(w.queue.rows[1].outcomes.empty());
  CHECK(w.queue.rows[2].outcomes.size() == 1);
  CHECK(w.observed == std::vector{delivered, again});
  CHECK(sender.count_open() == 0);
}
