// Whose word about the client's address counts.
#include <doctest/doctest.h>

#include "loopback.hpp"
#include <weir/http/proxies.hpp>

using namespace weir::http;

TEST_CASE("addresses and blocks parse or are refused") {
  CHECK(format_ip(*parse_ip("192.0.2.1")) == "192.0.2.1");
  CHECK(format_ip(*parse_ip(" 192.0.2.1:8080 ")) == "192.0.2.1");
  CHECK(format_ip(*parse_ip("[2001:db8::1]:80")) == "2001:db8::1");
  CHECK(format_ip(*parse_ip("::ffff:10.0.0.1")) == "10.0.0.1");
  for (std::string_view text : {"", "unknown", "1.2.3", "256.1.1.1", "[::1", "_hidden"})
    CHECK_FALSE(parse_ip(text).has_value());
  for (std::string_view text : {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "::1/129", "proxy", "10.0.0.0/-1"}) {
    CAPTURE(text);
    REQUIRE_FALSE(trusted_proxies::parse(text).has_value());
    CHECK(trusted_proxies::parse(text).error().code == weir::error_code::setting_invalid);
  }
  CHECK(trusted_proxies::parse("")->empty());
}

TEST_CASE("the nearest untrusted address is the client") {
  auto proxies = *trusted_proxies::parse("127.0.0.1, 10.0.0.0/9, 2001:db8::/32");
  CHECK(proxies.trusts(*parse_ip("10.127.0.1")));
  CHECK_FALSE(proxies.trusts(*parse_ip("10.128.0.1")));
  CHECK(proxies.trusts(*parse_ip("2001:db8:1::1")));
  auto client = [&](std::string_view peer, std::vector<std::string_view> lines) {
    return format_ip(proxies.client(*parse_ip(peer), lines));
  };
  CHECK(client("127.0.0.1", {"192.0.2.9"}) == "192.0.2.9");
  CHECK(client("127.0.0.1", {"198.51.100.1, 192.0.2.9, 10.0.0.3"}) == "192.0.2.9");
  CHECK(client("127.0.0.1", {"198.51.100.1", "192.0.2.9", "10.0.0.3"}) == "192.0.2.9");
  CHECK(client("203.0.113.5", {"192.0.2.9"}) == "203.0.113.5");
  CHECK(client("127.0.0.1", {"192.0.2.9, unknown, 10.0.0.3"}) == "10.0.0.3");
  CHECK(client("127.0.0.1", {""}) == "127.0.0.1");
}

TEST_CASE("X-Forwarded-For counts only from a trusted peer") {
  for (bool trusting : {false, true}) {
    auto options = test::quick_options();
    if (trusting) options.proxies = *trusted_proxies::parse("127.0.0.0/8");
    server s(std::move(options),
             [](request req, responder respond) { respond(response::text(200, std::string(req.client_address()))); });
    REQUIRE(s.start().has_value());
    test::client c(s.port());
    CHECK(c.call(test::get("/", "X-Forwarded-For: 192.0.2.9\r\n")).body == (trusting ? "192.0.2.9" : "127.0.0.1"));
    CHECK(c.call(test::get("/")).body == "127.0.0.1");
  }
}

TEST_CASE("a set of networks has what lies in one of its blocks") {
  networks set;
  CHECK(set.empty());
  CHECK_FALSE(set.contain(*parse_ip("10.0.0.1")));
  for (std::string_view text : {"10.1.0.0/16", "192.0.2.7", "2001:db8::/33"})
    CHECK(set.add(text));
  for (std::string_view text : {"", "10.0.0.0/33", "10.0.0.0/8 ", "10.0.0.1:80", "[::1]", "example.com"})
    CHECK_FALSE(set.add(text));
  for (std::string_view inside : {"10.1.255.255", "192.0.2.7", "2001:db8:7fff::1", "::ffff:10.1.0.1"})
    CHECK(set.contain(*parse_ip(inside)));
  for (std::string_view outside : {"10.2.0.0", "192.0.2.6", "2001:db8:8000::1", "::1", "::10.1.0.1"})
    CHECK_FALSE(set.contain(*parse_ip(outside)));
  networks all;
  CHECK(all.add("0.0.0.0/0"));
  CHECK(all.contain(*parse_ip("203.0.113.1")));
  CHECK_FALSE(all.contain(*parse_ip("2001:db8::1")));
}
