// Answers given later, elsewhere, never, or to nobody.
#include <algorithm>
#include <condition_variable>
#include <future>
#include <mutex>
#include <random>
#include <thread>

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <unistd.h>

#include "loopback.hpp"
#include <weir/http/worker_pool.hpp>

using namespace weir::http;
using test::client;
using test::get;

namespace {

// Keeps requests until the test answers them.
class shelf {
 public:
  void put(request req, responder respond) {
    std::scoped_lock lock(mutex_);
    kept_.emplace_back(std::move(req), std::move(respond));
    changed_.notify_all();
  }

  std::vector<std::pair<request, responder>> take(std::size_t count) {
    std::unique_lock lock(mutex_);
    REQUIRE(changed_.wait_for(lock, std::chrono::seconds(5), [&] { return kept_.size() >= count; }));
    return std::exchange(kept_, {});
  }

  handler keep() {
    return [this](request req, responder respond) { put(std::move(req), std::move(respond)); };
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::pair<request, responder>> kept_;
};

}  // namespace

TEST_CASE("100 pipelined requests answered from another thread come back in order") {
  shelf kept;
  server s(test::quick_options(), kept.keep());
  REQUIRE(s.start().has_value());
  client c(s.port());
  std::string bytes;
  for (int i = 0; i < 100; ++i)
    bytes += test::post("/" + std::to_string(i), std::string(static_cast<std::size_t>(i), 'x'));
  REQUIRE(c.send(bytes));
  std::thread answers([&] {
    for (int done = 0; done < 100; ++done) {
      for (auto& [req, respond] : kept.take(1)) {
        respond(response::text(200, std::string(req.path()) + " " + std::to_string(req.body().size())));
      }
    }
  });
  for (int i = 0; i < 100; ++i) {
    auto answer = c.read();
    REQUIRE(answer.has_value());
    CHECK(answer->body == "/" + std::to_string(i) + " " + std::to_string(i));
  }
  answers.join();
}

TEST_CASE("connections are answered out of order, in one burst, on two io threads") {
  shelf kept;
  auto options = test::quick_options();
  options.threads = 2;
  server s(std::move(options), kept.keep());
  REQUIRE(s.start().has_value());
  std::vector<std::unique_ptr<client>> clients;
  for (int i = 0; i < 50; ++i)
    clients.push_back(std::make_unique<client>(s.port()));
  std::mt19937 random(1);
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < 50; ++i)
      REQUIRE(clients[static_cast<std::size_t>(i)]->send(get("/" + std::to_string(i))));
    std::vector<std::pair<request, responder>> all;
    while (all.size() < 50) {
      for (auto& one : kept.take(1))
        all.push_back(std::move(one));
    }
    std::ranges::shuffle(all, random);
    {
      completion_batch burst;
      for (auto& [req, respond] : all)
        respond(response::text(200, std::string(req.path())));
    }
    for (int i = 0; i < 50; ++i)
      CHECK(clients[static_cast<std::size_t>(i)]->read()->body == "/" + std::to_string(i));
  }
}

TEST_CASE("10,000 requests on one connection") {
  server s(test::quick_options(),
           [](request req, responder respond) { respond(response::text(200, std::string(req.body()))); });
  REQUIRE(s.start().has_value());
  client c(s.port());
  for (int batch = 0; batch < 100; ++batch) {
    std::string bytes;
    for (int i = 0; i < 100; ++i)
      bytes += test::post("/", std::to_string(batch * 100 + i));
    REQUIRE(c.send(bytes));
    for (int i = 0; i < 100; ++i) {
      auto answer = c.read();
      REQUIRE(answer.has_value());
      REQUIRE(answer->body == std::to_string(batch * 100 + i));
    }
  }
}

TEST_CASE("a request kept by its handler stays as it was while the next ones run") {
  std::vector<request> kept;
  server s(test::quick_options(), [&](request req, responder respond) {
    kept.push_back(req);
    respond(response::empty(204));
  });
  REQUIRE(s.start().has_value());
  client c(s.port());
  std::string bytes;
  for (int i = 0; i < 50; ++i)
    bytes += test::post("/" + std::to_string(i), "body " + std::to_string(i));
  REQUIRE(c.send(bytes));
  for (int i = 0; i < 50; ++i)
    REQUIRE(c.read()->status == 204);
  s.stop();
  REQUIRE(kept.size() == 50);
  for (int i = 0; i < 50; ++i) {
    CHECK(kept[static_cast<std::size_t>(i)].path() == "/" + std::to_string(i));
    CHECK(kept[static_cast<std::size_t>(i)].body() == "body " + std::to_string(i));
  }
}

TEST_CASE("a dropped responder answers 500 and the connection goes on") {
  shelf kept;
  std::string reported;
  auto options = test::quick_options();
  options.hooks.exception = [&](std::string_view what) { reported = what; };
  server s(std::move(options), [&](request req, responder respond) {
    if (req.path() == "/throw") throw std::runtime_error("broken handler");
    if (req.path() == "/later") kept.put(std::move(req), std::move(respond));
  });
  REQUIRE(s.start().has_value());
  client c(s.port());
  auto dropped = c.call(get("/"));
  CHECK(dropped.status == 500);
  CHECK(dropped.has_code("internal_error"));
  CHECK(c.call(get("/throw")).status == 500);
  c.send(get("/later"));
  kept.take(1).clear();
  CHECK(c.read()->status == 500);
  CHECK(c.call(get("/")).status == 500);
  s.stop();
  CHECK(reported == "broken handler");
}

TEST_CASE("completing for a client that has gone, or a server that has, is harmless") {
  shelf kept;
  std::optional<server> s;
  s.emplace(test::quick_options(), kept.keep());
  REQUIRE(s->start().has_value());
  std::vector<std::pair<request, responder>> late;
  for (int i = 0; i < 20; ++i) {
    client c(s->port());
    REQUIRE(c.send(get("/")));
    for (auto& one : kept.take(1))
      late.push_back(std::move(one));
  }
  for (int i = 0; i < 10; ++i) {
    late.back().second(response::text(200, std::string(100'000, 'x')));
    late.pop_back();
  }
  client healthy(s->port());
  REQUIRE(healthy.send(get("/")));
  kept.take(1).front().second(response::empty(204));
  CHECK(healthy.read()->status == 204);
  s.reset();
  for (auto& [req, respond] : late)
    respond(response::text(200, std::string(req.path())));
}

TEST_CASE("a worker pool answers, and refuses when full") {
  shelf gate;
  std::size_t rejected = 0;
  worker_pool_options limits;
  limits.threads = 1;
  limits.queue_max = 2;
  limits.on_rejected = [&] { ++rejected; };
  worker_pool pool(std::move(limits));
  std::mutex mutex;
  std::condition_variable changed;
  bool open = false;
  int entered = 0;
  auto wait = [&](auto condition) {
    std::unique_lock lock(mutex);
    REQUIRE(changed.wait_for(lock, std::chrono::seconds(5), condition));
  };
  server s(test::quick_options(), blocking(pool, [&](const request& req) {
             std::unique_lock lock(mutex);
             ++entered;
             changed.notify_all();
             changed.wait(lock, [&] { return open; });
             return response::text(200, std::string(req.path()));
           }));
  REQUIRE(s.start().has_value());
  client first(s.port()), second(s.port()), third(s.port()), fourth(s.port());
  first.send(get("/1"));
  wait([&] { return entered == 1; });
  second.send(get("/2"));
  third.send(get("/3"));
  while (pool.waiting() < 2)
    std::this_thread::yield();
  auto refused = fourth.call(get("/4"));
  CHECK(refused.status == 503);
  CHECK(refused.has_code("overloaded"));
  CHECK(refused.headers.contains("retry-after"));
  {
    std::scoped_lock lock(mutex);
    open = true;
    changed.notify_all();
  }
  CHECK(first.read()->body == "/1");
  CHECK(second.read()->body == "/2");
  CHECK(third.read()->body == "/3");
  CHECK(rejected == 1);
  pool.stop();
  CHECK_FALSE(pool.try_submit([] {}));
}

TEST_CASE("threads of a worker pool give way by as much as was asked for") {
  const auto own = [] { return getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); };
  std::promise<int> measured;
  worker_pool_options options;
  options.threads = 1;
  options.niceness = 3;
  worker_pool pool(std::move(options));
  const int before = own();
  REQUIRE(pool.try_submit([&] { measured.set_value(own()); }));
  CHECK(measured.get_future().get() == std::min(before + 3, 19));
  CHECK(own() == before);
}

TEST_CASE("handlers can be tested without a server") {
  int status = 0;
  handler h = [](request req, responder respond) { respond(response::empty(req.path() == "/a" ? 204 : 404)); };
  h(*make_request("GET", "/a"), responder::to([&](response answer) { status = answer.status; }));
  CHECK(status == 204);
  {
    auto dropped = responder::to([&](response answer) { status = answer.status; });
  }
  CHECK(status == 500);
}
