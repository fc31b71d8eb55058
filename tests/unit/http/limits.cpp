// Too large, too slow, too many.
#include <atomic>
#include <chrono>
#include <thread>

#include <doctest/doctest.h>

#include "loopback.hpp"

using namespace weir::http;
using test::client;
using test::get;
using test::post;

namespace {

handler ok() {
  return [](request, responder respond) { respond(response::empty(204)); };
}

}  // namespace

TEST_CASE("header limits") {
  auto options = test::quick_options();
  options.limits.header_bytes = 2048;
  options.limits.header_count = 20;
  server s(std::move(options), ok());
  REQUIRE(s.start().has_value());
  auto refused = [&](const std::string& bytes) {
    client c(s.port());
    auto answer = c.call(bytes);
    return answer.status == 431 && answer.has_code("headers_too_large") && c.ended();
  };
  auto head_of = [](std::size_t size) {
    auto without = get("/", "X: \r\n").size();
    return get("/", "X: " + std::string(size - without, 'a') + "\r\n");
  };
  client c(s.port());
  CHECK(c.call(head_of(2048)).status == 204);
  CHECK(refused(head_of(2049)));
  CHECK(refused(head_of(100'000)));
  CHECK(refused("GET /" + std::string(3000, 'a') + " HTTP/1.1\r\nHost: t\r\n\r\n"));
  CHECK(refused("GET /" + std::string(50'000, 'a')));
  std::string many;
  for (int i = 0; i < 20; ++i)
    many += "X: y\r\n";
  CHECK(refused(get("/", many)));
  CHECK(c.call(get("/", many.substr(6))).status == 204);
}

TEST_CASE("body limits") {
  auto options = test::quick_options();
  options.limits.body_bytes = 10'000;
  server s(std::move(options), ok());
  REQUIRE(s.start().has_value());
  client c(s.port());
  CHECK(c.call(post("/", std::string(10'000, 'a'))).status == 204);
  auto large = c.call(post("/", std::string(10'001, 'a')));
  CHECK(large.status == 413);
  CHECK(large.has_code("body_too_large"));
  // More than the kernel buffers: the answer must survive the unread rest.
  client big(s.port());
  std::thread sender([&] { big.send(post("/", std::string(1'500'000, 'a'))); });
  CHECK(big.read()->status == 413);
  sender.join();
  client chunks(s.port());
  std::string bytes = "POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 11; ++i)
    bytes += "3e8\r\n" + std::string(1000, 'a') + "\r\n";
  CHECK(chunks.call(bytes).status == 413);
}

TEST_CASE("bodies under way are bounded, and what is refused gives its room back") {
  auto options = test::quick_options();
  options.limits.buffered_bytes = 500'000;
  server s(std::move(options), ok());
  REQUIRE(s.start().has_value());
  std::vector<std::unique_ptr<client>> refused;
  for (int i = 0; i < 3; ++i) {
    refused.push_back(std::make_unique<client>(s.port()));
    auto answer = refused.back()->call(post("/", std::string(900'000, 'a')).substr(0, 600'000));
    CHECK(answer.status == 503);
    CHECK(answer.has_code("overloaded"));
    CHECK(answer.headers.contains("retry-after"));
    client fits(s.port());
    CHECK(fits.call(post("/", std::string(400'000, 'a'))).status == 204);
    CHECK(fits.call(post("/", std::string(400'000, 'a'))).status == 204);
  }
}

TEST_CASE("drip feeding does not move the header deadline") {
  auto options = test::quick_options();
  options.limits.header_timeout_ms = 200;
  options.limits.idle_timeout_ms = 10'000;
  server s(std::move(options), ok());
  REQUIRE(s.start().has_value());
  client c(s.port());
  CHECK(c.call(get("/")).status == 204);
  auto began = std::chrono::steady_clock::now();
  c.send("GET / HTTP/1.1\r\nHost: t\r\n");
  std::atomic<bool> answered = false;
  std::thread drip([&] {
    while (c.send("X: y\r\n") && std::chrono::steady_clock::now() - began < std::chrono::seconds(3)) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      if (answered) break;
    }
  });
  auto answer = c.read();
  answered = true;
  auto took = std::chrono::steady_clock::now() - began;
  c.finish_sending();
  drip.join();
  REQUIRE(answer.has_value());
  CHECK(answer->status == 408);
  CHECK(answer->has_code("request_timeout"));
  CHECK(took >= std::chrono::milliseconds(150));
  CHECK(took < std::chrono::seconds(3));
}

TEST_CASE("a body that does not come is given up") {
  auto options = test::quick_options();
  options.limits.body_timeout_ms = 100;
  server s(std::move(options), ok());
  REQUIRE(s.start().has_value());
  client c(s.port());
  auto answer = c.call("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\n12345");
  CHECK(answer.status == 408);
  CHECK(c.ended());
}

TEST_CASE("connections that say nothing are closed without a word") {
  auto options = test::quick_options();
  options.limits.header_timeout_ms = 100;
  options.limits.idle_timeout_ms = 100;
  server s(std::move(options), ok());
  REQUIRE(s.start().has_value());
  client never(s.port());
  CHECK(never.ended());
  client once(s.port());
  CHECK(once.call(get("/")).status == 204);
  CHECK(once.ended());
}

TEST_CASE("a client that does not read is given up") {
  auto options = test::quick_options();
  options.limits.write_timeout_ms = 100;
  server s(std::move(options), [](request, responder respond) {
    static const auto large = std::make_shared<const std::string>(50'000'000, 'x');
    respond(response::of(200, "text/plain", large));
  });
  REQUIRE(s.start().has_value());
  client c(s.port());
  c.send(get("/"));
  auto until = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (s.connections() == 0 && std::chrono::steady_clock::now() < until)
    std::this_thread::yield();
  while (s.connections() != 0 && std::chrono::steady_clock::now() < until)
    std::this_thread::yield();
  CHECK(s.connections() == 0);
}

TEST_CASE("large answers arrive whole") {
  std::string large(30'000'000, 'x');
  for (std::size_t i = 0; i < large.size(); i += 997)
    large[i] = static_cast<char>('a' + i % 26);
  server s(test::quick_options(), [&](request, responder respond) { respond(response::text(200, large)); });
  REQUIRE(s.start().has_value());
  client c(s.port());
  CHECK((c.call(get("/")).body == large));
  CHECK((c.call(get("/")).body == large));
}

TEST_CASE("connections beyond the limit are told so") {
  auto options = test::quick_options();
  options.limits.connections = 2;
  std::atomic<int> refused = 0;
  options.hooks.refused = [&](weir::error_code code) { refused += code == weir::error_code::too_many_connections; };
  server s(std::move(options), ok());
  REQUIRE(s.start().has_value());
  client first(s.port()), second(s.port());
  CHECK(first.call(get("/")).status == 204);
  CHECK(second.call(get("/")).status == 204);
  client third(s.port());
  auto answer = third.call(get("/"));
  CHECK(answer.status == 503);
  CHECK(answer.has_code("too_many_connections"));
  CHECK(third.ended());
  CHECK(refused == 1);
  first.close();
  third.close();
  // The place is free again as soon as the server has noticed.
  auto until = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (s.connections() > 1 && std::chrono::steady_clock::now() < until)
    std::this_thread::yield();
  client fourth(s.port());
  CHECK(fourth.call(get("/")).status == 204);
}

TEST_CASE("a taken port and a name instead of an address refuse to start") {
  server first(test::quick_options(), ok());
  REQUIRE(first.start().has_value());
  auto options = test::quick_options();
  options.port = first.port();
  server second(std::move(options), ok());
  auto started = second.start();
  REQUIRE_FALSE(started.has_value());
  CHECK(started.error().code == weir::error_code::setting_invalid);
  options = test::quick_options();
  options.host = "localhost";
  server third(std::move(options), ok());
  CHECK_FALSE(third.start().has_value());
}
