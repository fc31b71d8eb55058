// Ending without losing an answer.
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <doctest/doctest.h>

#include "loopback.hpp"

using namespace weir::http;
using test::client;
using test::get;

TEST_CASE("drain ends idle connections, finishes the others and says Connection close") {
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<responder> held;
  server s(test::quick_options(), [&](request req, responder respond) {
    if (req.path() != "/hold") return respond(response::empty(204));
    std::scoped_lock lock(mutex);
    held.emplace(std::move(respond));
    changed.notify_all();
  });
  REQUIRE(s.start().has_value());
  client idle(s.port()), busy(s.port());
  CHECK(idle.call(get("/")).headers["connection"] == "");
  busy.send(get("/hold"));
  {
    std::unique_lock lock(mutex);
    REQUIRE(changed.wait_for(lock, std::chrono::seconds(5), [&] { return held.has_value(); }));
  }
  drain_report report;
  std::thread draining([&] { report = s.drain(5'000); });
  CHECK(idle.ended());
  CHECK_THROWS(client(s.port()));
  (*held)(response::text(200, "last"));
  auto answer = busy.read();
  REQUIRE(answer.has_value());
  CHECK(answer->body == "last");
  CHECK(answer->headers["connection"] == "close");
  CHECK(busy.ended());
  busy.close();
  draining.join();
  CHECK(report.finished == 2);
  CHECK(report.cut == 0);
}

TEST_CASE("drain cuts what does not end in time") {
  std::optional<responder> held;
  std::atomic<bool> taken = false;
  server s(test::quick_options(), [&](request, responder respond) {
    held.emplace(std::move(respond));
    taken = true;
  });
  REQUIRE(s.start().has_value());
  client busy(s.port());
  busy.send(get("/"));
  while (!taken)
    std::this_thread::yield();
  auto report = s.drain(50);
  CHECK(report.finished == 0);
  CHECK(report.cut == 1);
  CHECK(busy.ended());
  (*held)(response::empty(204));
}

TEST_CASE("drain under load leaves no request half answered") {
  auto options = test::quick_options();
  options.threads = 2;
  std::atomic<int> handled = 0;
  server s(std::move(options), [&](request, responder respond) {
    ++handled;
    respond(response::text(200, "whole"));
  });
  REQUIRE(s.start().has_value());
  std::atomic<int> answered = 0;
  std::atomic<int> broken = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&] {
      client c(s.port());
      for (;;) {
        if (!c.send(get("/"))) return;
        auto answer = c.read();
        if (!answer) return;
        ++answered;
        if (answer->body != "whole") ++broken;
        if (answer->headers["connection"] == "close") return;
      }
    });
  }
  while (answered < 2'000)
    std::this_thread::yield();
  auto report = s.drain(5'000);
  for (auto& thread : clients)
    thread.join();
  CHECK(report.cut == 0);
  CHECK(broken == 0);
  CHECK(answered == handled);
}
