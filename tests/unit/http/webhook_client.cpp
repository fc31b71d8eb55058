// Webhooks to receivers that are well, slow, endless, elsewhere, or not there.
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "receiver.hpp"
#include <weir/base/json_text.hpp>
#include <weir/http/webhook_client.hpp>

using namespace weir;
using namespace weir::http;
using test::answer_of;
using test::receiver;

namespace {

constexpr auto patience = std::chrono::seconds(20);

webhook_rules rules(std::string_view allowed = "127.0.0.1") {
  return webhook_rules::parse("any", allowed).value();
}

std::future<webhook_reply> begin(webhook_client& c, webhook_post what) {
  auto promise = std::make_shared<std::promise<webhook_reply>>();
  auto out = promise->get_future();
  c.post(std::move(what), [promise](webhook_reply r) { promise->set_value(std::move(r)); });
  return out;
}

webhook_reply wait(std::future<webhook_reply> f) {
  REQUIRE(f.wait_for(patience) == std::future_status::ready);
  return f.get();
}

webhook_reply post(webhook_client& c, const std::string& url, std::string body = "{}") {
  return wait(begin(c, {url, {}, std::move(body)}));
}

receiver answering(std::string bytes) {
  return receiver(
      [bytes = std::move(bytes)](const receiver::connection& to, const receiver::request&) { return to.send(bytes); });
}

webhook_client_options impatient() {
  webhook_client_options out;
  out.timeout = std::chrono::milliseconds(400);
  return out;
}

}  // namespace

TEST_CASE("a post arrives as it was given, and nothing is added that asks the receiver for more") {
  const auto to = answering(answer_of(204));
  webhook_client c(rules());
  const std::string body(200'000, 'x');
  const auto r = wait(begin(c, {to.url("/a/../b//c?x[]=%2F"),
                                {{"content-type", "application/json"}, {"webhook-id", "msg_1"}, {"user-agent", "Weir"}},
                                body}));
  CHECK(r.status == 204);
  CHECK(r.error.empty());
  CHECK_FALSE(r.refused);
  REQUIRE(to.got().size() == 1);
  const auto got = to.got().front();
  CHECK(got.body == body);
  CHECK(got.head.starts_with("POST /a/../b//c?x[]=%2F HTTP/1.1\r\n"));
  CHECK(got.head.contains("\r\ncontent-type: application/json\r\n"));
  CHECK(got.head.contains("\r\nwebhook-id: msg_1\r\n"));
  CHECK(got.head.contains("\r\nuser-agent: Weir\r\n"));
  for (const auto* never : {"Expect", "Accept-Encoding", "x-www-form-urlencoded", "Cookie", "Authorization"})
    CHECK_FALSE(got.head.contains(never));
}

TEST_CASE("any status is an answer, and nobody is followed") {
  for (const int status : {200, 201, 301, 302, 307, 308, 400, 401, 404, 410, 429, 500, 503}) {
    CAPTURE(status);
    const auto to = answering(answer_of(status, "Location: /elsewhere\r\nWWW-Authenticate: Basic\r\n", "so be it"));
    webhook_client c(rules());
    const auto r = post(c, to.url("/here"));
    CHECK(r.status == status);
    CHECK(r.body == "so be it");
    CHECK(r.error.empty());
    CHECK(to.got().size() == 1);
  }
}

TEST_CASE("what announces an answer is none") {
  const auto to = answering("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nRetry-After: 9\r\n\r\n" +
                            answer_of(410, "", "gone"));
  webhook_client c(rules());
  CHECK(post(c, to.url()).status == 410);
  const receiver only([](const receiver::connection& to, const receiver::request&) {
    to.send("HTTP/1.1 103 Early Hints\r\n\r\n");
    to.wait_until_gone();
    return false;
  });
  webhook_client hasty(rules(), impatient());
  CHECK(post(hasty, only.url()).status == 0);
}

TEST_CASE("connections are kept for the next post") {
  const auto to = answering(answer_of(200, "", std::string(50'000, 'x')));
  webhook_client c(rules());
  for (int i = 0; i < 5; ++i)
    CHECK(post(c, to.url()).status == 200);
  CHECK(to.got().size() == 5);
  CHECK(to.connections() == 1);
}

TEST_CASE("a kept connection that the receiver has ended meanwhile costs no attempt") {
  const receiver to([](const receiver::connection& c, const receiver::request&) {
    c.send(answer_of(200));
    return false;
  });
  webhook_client c(rules());
  for (int i = 0; i < 5; ++i)
    CHECK(post(c, to.url()).status == 200);
}

TEST_CASE("how long a receiver asks to wait") {
  const auto asked = [](const std::string& value) {
    const auto to = answering(answer_of(503, "Retry-After: " + value + "\r\n"));
    webhook_client c(rules());
    return post(c, to.url()).retry_after_s;
  };
  CHECK(asked("120") == 120);
  CHECK(asked("Thu, 31 Dec 2099 23:59:59 GMT") > 86'400);
  CHECK(asked("Thu, 01 Jan 1998 00:00:00 GMT") <= 0);
  CHECK(asked("soon") == 0);
  CHECK(asked("") == 0);
}

TEST_CASE("one that hangs delays nobody") {
  const receiver hangs([](const receiver::connection& to, const receiver::request&) {
    to.wait_until_gone();
    return false;
  });
  const auto well = answering(answer_of(200));
  webhook_client c(rules(), {.timeout = std::chrono::hours(1)});
  std::vector<std::future<webhook_reply>> hanging;
  for (int i = 0; i < 20; ++i)
    hanging.push_back(begin(c, {hangs.url(), {}, "{}"}));
  for (int i = 0; i < 20; ++i)
    CHECK(post(c, well.url()).status == 200);
  for (auto& f : hanging)
    CHECK(f.wait_for(std::chrono::seconds(0)) == std::future_status::timeout);
}

TEST_CASE("the time of one that hangs ends") {
  const receiver hangs([](const receiver::connection& to, const receiver::request&) {
    to.wait_until_gone();
    return false;
  });
  webhook_client c(rules(), impatient());
  const auto r = post(c, hangs.url());
  CHECK(r.status == 0);
  CHECK(r.error.contains("timed out"));
  CHECK(r.duration > std::chrono::milliseconds(300));
}

TEST_CASE("one that drips headers gets no more time") {
  const receiver drips([](const receiver::connection& to, const receiver::request&) {
    to.send("HTTP/1.1 200 OK\r\n");
    while (to.wait_ms(50) && to.send("X: y\r\n")) {
    }
    return false;
  });
  webhook_client c(rules(), impatient());
  const auto r = post(c, drips.url());
  CHECK(r.status == 0);
  CHECK_FALSE(r.error.empty());
}

TEST_CASE("an answer counts once its headers are there, however its body ends") {
  const receiver drips([](const receiver::connection& to, const receiver::request&) {
    to.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nthank you");
    while (to.wait_ms(50) && to.send(".")) {
    }
    return false;
  });
  webhook_client c(rules(), {.timeout = std::chrono::seconds(3)});
  const auto slow = post(c, drips.url());
  CHECK(slow.status == 200);
  CHECK(slow.body.starts_with("thank you"));
  const receiver breaks([](const receiver::connection& to, const receiver::request&) {
    to.send("HTTP/1.1 202 OK\r\nContent-Length: 10\r\n\r\nthank");
    return false;
  });
  const auto broken = post(c, breaks.url());
  CHECK(broken.status == 202);
  CHECK(broken.body == "thank");
}

TEST_CASE("an endless body is left alone after its beginning") {
  constexpr std::size_t too_many = std::size_t{256} * 1024 * 1024;
  std::atomic<std::size_t> sent = 0;
  std::atomic<bool> cut = false;
  const receiver endless([&](const receiver::connection& to, const receiver::request&) {
    to.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    const auto chunk = "2000\r\n" + std::string(0x2000, 'x') + "\r\n";
    while (sent < too_many && to.send(chunk))
      sent += chunk.size();
    cut = true;
    return false;
  });
  {
    webhook_client c(rules());
    const auto r = post(c, endless.url());
    CHECK(r.status == 200);
    CHECK(r.body == std::string(1024, 'x'));
  }
  for (int i = 0; i < 2'000 && !cut; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  CHECK(cut);
  CHECK(sent < too_many);
}

TEST_CASE("endless headers are no answer") {
  const receiver endless([](const receiver::connection& to, const receiver::request&) {
    to.send("HTTP/1.1 200 OK\r\n");
    while (to.send("X-Filler: " + std::string(1'000, 'x') + "\r\n")) {
    }
    return false;
  });
  webhook_client c(rules());
  const auto r = post(c, endless.url());
  CHECK(r.status == 0);
  CHECK(r.error == "The headers of the answer are too long.");
}

TEST_CASE("what is kept of a body is text, whatever came") {
  const auto kept = [](std::string body) {
    const auto to = answering(answer_of(500, "", body));
    webhook_client c(rules());
    return post(c, to.url()).body;
  };
  CHECK(kept("caf\xc3\xa9") == "caf\xc3\xa9");
  CHECK(kept(std::string("a\0b", 3)) ==
        "a\xef\xbf\xbd"
        "b");
  CHECK(kept("a\xff\xc3") == "a\xef\xbf\xbd\xef\xbf\xbd");
  // Cut between characters, never within one.
  CHECK(kept(std::string(1'023, 'x') + "\xc3\xa9") == std::string(1'023, 'x'));
  CHECK(kept(std::string(1'022, 'x') + "\xc3\xa9 and more") == std::string(1'022, 'x') + "\xc3\xa9");
  const auto broken = kept(std::string(5'000, '\xff'));
  CHECK(broken.size() <= 1'024);
  CHECK(is_utf8(broken));
}

TEST_CASE("what is no HTTP is no answer") {
  for (const auto* bytes : {"SSH-2.0-OpenSSH_9.6\r\n", "hello\r\n", "\r\n\r\n", "HTTP/1.1\r\n\r\n"}) {
    CAPTURE(bytes);
    const receiver to([&](const receiver::connection& c, const receiver::request&) {
      c.send(bytes);
      return false;
    });
    webhook_client c(rules(), impatient());
    const auto r = post(c, to.url());
    CHECK(r.status == 0);
    CHECK_FALSE(r.error.empty());
    CHECK(is_utf8(r.error));
  }
}

TEST_CASE("nobody listens, or nobody has such a name") {
  webhook_client c(rules());
  for (const auto& url :
       {"http://127.0.0.1:" + std::to_string(test::closed_port()) + "/", std::string("http://no-such-host.invalid/")}) {
    CAPTURE(url);
    const auto r = post(c, url);
    CHECK(r.status == 0);
    CHECK_FALSE(r.refused);
    CHECK_FALSE(r.error.empty());
  }
}

TEST_CASE("a name that stands for an address inside is not connected to") {
  const auto inside = answering(answer_of(200));
  webhook_client c(rules("10.0.0.0/8"));
  const auto r = post(c, inside.url("/", "localhost"));
  CHECK(r.status == 0);
  CHECK_FALSE(r.refused);  // the name may stand for another one tomorrow
  CHECK(r.error == "The host has no address that webhooks may be sent to.");
  CHECK(inside.connections() == 0);

  webhook_client allowed(rules("127.0.0.0/8"));
  CHECK(post(allowed, inside.url("/", "localhost")).status == 200);
}

TEST_CASE("a URL that the rules do not take is refused without a word to anybody") {
  const auto inside = answering(answer_of(200));
  webhook_client c(rules("10.0.0.0/8"));
  for (const auto& url : {inside.url(), std::string("https://[::1]/"), std::string("nonsense")}) {
    CAPTURE(url);
    const auto r = post(c, url);
    CHECK(r.refused);
    CHECK(r.status == 0);
    CHECK_FALSE(r.error.empty());
  }
  CHECK(inside.connections() == 0);
}

TEST_CASE("without TLS nothing answers a URL with it") {
  const auto plain = answering(answer_of(200));
  webhook_client c(rules());
  auto url = plain.url();
  url.insert(4, "s");
  const auto r = post(c, url);
  CHECK(r.status == 0);
  CHECK_FALSE(r.error.empty());
}

TEST_CASE("who ends does not wait for those who hang, and nobody hears of it") {
  std::atomic<int> heard = 0;
  const receiver hangs([](const receiver::connection& to, const receiver::request&) {
    to.wait_until_gone();
    return false;
  });
  {
    webhook_client c(rules(), {.timeout = std::chrono::hours(1)});
    for (int i = 0; i < 5; ++i)
      c.post({hangs.url(), {}, "{}"}, [&](const webhook_reply&) { ++heard; });
    for (int i = 0; i < 2'000 && hangs.got().size() < 5; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    CHECK(hangs.got().size() == 5);
  }
  CHECK(heard == 0);
}
