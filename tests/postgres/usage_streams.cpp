// Who is told of new usage: what a stream says, when it ends, and how many there may be.
#include <api/usage/usage_streams.hpp>
#include <doctest/doctest.h>
#include <tests/postgres/as_role.hpp>
#include <tests/unit/http/loopback.hpp>

using namespace weir;
using namespace weir::test;
using namespace weir::api;
using namespace std::chrono_literals;
using http::test::client;
using http::test::get;

namespace {

void counted_up_to(int next_offset) {
  const auto sql =
      "INSERT INTO leases (consumer, topic, partition, next_offset, data_through) VALUES ('usage', 'weir.usage', 3, " +
      std::to_string(next_offset) +
      ", '2026-11-20T10:00:00Z') ON CONFLICT (consumer, topic, partition) DO UPDATE SET next_offset = "
      "EXCLUDED.next_offset";
  REQUIRE(worker([&](executor& in) { return in.query(sql.c_str()); }).has_value());
}

// Every request is a stream of partition 3; 503 when there are too many.
class served {
 public:
  explicit served(usage_streams::options o)
      : streams(connections(), o), server(http::test::quick_options(), handler()) {
    empty_tables();
    counted_up_to(5);
    REQUIRE(server.start().has_value());
  }

  usage_streams streams;
  http::server server;

 private:
  http::handler handler() {
    return [this](const http::request&, http::responder respond) {
      auto body = streams.open(3);
      respond(body ? http::response::of(200, "text/event-stream", std::move(*body)) : http::response::empty(503));
    };
  }
};

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t found = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1))
    ++found;
  return found;
}

constexpr std::string_view usage = "event: usage\ndata: {\"data_through\":\"2026-11-20T10:00:00Z\"}\n\n";
constexpr std::string_view progress = "event: progress\ndata: {\"data_through\":\"2026-11-20T10:00:00Z\"}\n\n";

}  // namespace

TEST_CASE("a stream tells at once, beats while nothing is counted, and ends by itself") {
  served s({.tick = 10ms, .beat = 100ms, .most_life = 2s, .most = 10});
  client c(s.server.port());
  c.send(get("/"));
  std::this_thread::sleep_for(300ms);
  counted_up_to(6);
  auto whole = c.read();
  REQUIRE(whole);
  CHECK(whole->body.starts_with(usage));
  CHECK(count(whole->body, usage) == 2);
  CHECK(count(whole->body, progress) >= 1);
  CHECK(count(whole->body, usage) * usage.size() + count(whole->body, progress) * progress.size() ==
        whole->body.size());
}

TEST_CASE("there are only so many streams, and one that has ended makes room") {
  served s({.tick = 10ms, .beat = 20ms, .most_life = 300ms, .most = 1});
  client first(s.server.port());
  client second(s.server.port());
  first.send(get("/"));
  std::this_thread::sleep_for(50ms);
  CHECK(second.call(get("/")).status == 503);
  REQUIRE(first.read());
  CHECK(second.call(get("/")).status == 200);
}

TEST_CASE("a reader that has gone makes room at the next beat") {
  served s({.tick = 10ms, .beat = 20ms, .most_life = 60s, .most = 1});
  {
    client gone(s.server.port());
    gone.send(get("/"));
    std::this_thread::sleep_for(50ms);
  }
  client next(s.server.port());
  next.send(get("/"));
  bool taken = false;
  for (int i = 0; i < 200 && !taken; ++i) {
    auto body = s.streams.open(3);
    taken = body.has_value();
    if (!taken) std::this_thread::sleep_for(10ms);
  }
  CHECK(taken);
  s.streams.stop();
}

TEST_CASE("stopping ends every stream at its end mark, and opens none") {
  served s({.tick = 10ms, .beat = 10s, .most_life = 60s, .most = 10});
  client c(s.server.port());
  c.send(get("/"));
  std::this_thread::sleep_for(100ms);
  s.streams.stop();
  auto whole = c.read();
  REQUIRE(whole);
  CHECK(whole->body == usage);
  CHECK_FALSE(s.streams.open(3).has_value());
}
