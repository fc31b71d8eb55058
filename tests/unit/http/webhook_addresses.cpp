// Which addresses webhooks may be sent to: both ends of each special block, and what leads to them in disguise.
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <weir/http/webhook_addresses.hpp>

using namespace weir;
using namespace weir::http;

namespace {

ip_address ip(std::string_view text) {
  auto out = parse_ip(text);
  REQUIRE(out.has_value());
  return *out;
}

webhook_addresses allowing(std::string_view networks) {
  auto out = webhook_addresses::parse(networks);
  REQUIRE(out.has_value());
  return *out;
}

}  // namespace

TEST_CASE("special IPv4 blocks from their first address to their last, and no further") {
  struct row {
    std::string_view before, first, last, after;
  };
  // Empty: the neighbor is special too, or there is none.
  const std::vector<row> blocks = {
      {"", "0.0.0.0", "0.255.255.255", "1.0.0.0"},
      {"9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0"},
      {"100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0"},
      {"126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0"},
      {"169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0"},
      {"172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0"},
      {"191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0"},
      {"192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0"},
      {"192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0"},
      {"192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0"},
      {"198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0"},
      {"198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0"},
      {"203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0"},
      {"223.255.255.255", "224.0.0.0", "239.255.255.255", ""},
      {"", "240.0.0.0", "255.255.255.255", ""},
      {"168.63.129.15", "168.63.129.16", "168.63.129.16", "168.63.129.17"},
  };
  for (const auto& [before, first, last, after] : blocks) {
    CAPTURE(first);
    CHECK_FALSE(is_public_address(ip(first)));
    CHECK_FALSE(is_public_address(ip(last)));
    for (const auto text : {first, last}) {
      CHECK_FALSE(is_public_address(ip("::ffff:" + std::string(text))));
      CHECK_FALSE(is_public_address(ip("64:ff9b::" + std::string(text))));
    }
    for (const auto text : {before, after}) {
      if (text.empty()) continue;
      CAPTURE(text);
      CHECK(is_public_address(ip(text)));
      CHECK(is_public_address(ip("::ffff:" + std::string(text))));
      CHECK(is_public_address(ip("64:ff9b::" + std::string(text))));
    }
  }
  for (const auto text : {"1.1.1.1", "8.8.8.8", "93.184.216.34"})
    CHECK(is_public_address(ip(text)));
}

TEST_CASE("of IPv6 only what is global unicast, without the blocks for other purposes") {
  for (const auto text : {"2001:200::", "2001:4860:4860::8888", "2003::1", "2606:4700::1111", "2a00:1450::1",
                          "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
                          "2001:db9::", "3ffe:ffff::", "3fff:1000::", "2000::", "2001:1ff:ffff::"}) {
    CAPTURE(text);
    CHECK(is_public_address(ip(text)) == (std::string_view(text) != "2001:1ff:ffff::"));
  }
  for (const auto text : {"::",
                          "::1",
                          "::127.0.0.1",
                          "::8.8.8.8",
                          "100::1",
                          "100:0:0:1::",
                          "1fff:ffff::",
                          "4000::",
                          "5f00::1",
                          "fc00::1",
                          "fd00:ec2::254",
                          "fe80::1",
                          "fec0::1",
                          "ff02::1",
                          "2001::",
                          "2001::1",
                          "2001:0:4136:e378::",
                          "2001:2::1",
                          "2001:10::1",
                          "2001:20::1",
                          "2001:db8::1",
                          "2001:db8:ffff::",
                          "3fff::",
                          "3fff:fff::1",
                          "64:ff9b:1::1",
                          "64:ff9b:1::8.8.8.8",
                          "64:ff9b:0:0:0:1::",
                          "64:ff9a::8.8.8.8"}) {
    CAPTURE(text);
    CHECK_FALSE(is_public_address(ip(text)));
  }
}

TEST_CASE("tunnels and translators count as what they lead to") {
  CHECK(is_public_address(ip("2002:808:808::1")));
  CHECK(is_public_address(ip("64:ff9b::808:808")));
  for (const auto text : {"2002:7f00:1::", "2002:a00:1::1", "2002:a9fe:a9fe::", "2002:c0a8:101::", "2002:e000:1::",
                          "2002:ffff:ffff::", "2002::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::"}) {
    CAPTURE(text);
    CHECK_FALSE(is_public_address(ip(text)));
  }
}

TEST_CASE("what an operator exempts is sent to, also without TLS, and nothing else is") {
  const auto none = allowing("");
  CHECK_FALSE(none.exempt_any());
  CHECK(none.permit(ip("8.8.8.8"), true));
  CHECK_FALSE(none.permit(ip("8.8.8.8"), false));
  CHECK_FALSE(none.permit(ip("127.0.0.1"), true));

  const auto some = allowing("10.1.0.0/16, 127.0.0.1,fd00::/8 ,");
  CHECK(some.exempt_any());
  for (const bool with_tls : {true, false}) {
    for (const auto text : {"10.1.0.0", "10.1.255.255", "127.0.0.1", "fd00::1", "::ffff:10.1.2.3", "64:ff9b::10.1.2.3",
                            "2002:a01:203::1"}) {
      CAPTURE(text);
      CHECK(some.permit(ip(text), with_tls));
    }
    for (const auto text : {"10.2.0.0", "127.0.0.2", "fc00::1", "::1", "169.254.169.254"}) {
      CAPTURE(text);
      CHECK_FALSE(some.permit(ip(text), with_tls));
    }
  }
  CHECK(some.permit(ip("8.8.8.8"), true));
  CHECK_FALSE(some.permit(ip("8.8.8.8"), false));
}

TEST_CASE("exemptions that are none") {
  for (const auto text : {"10.0.0.0/33", "10.0.0", "localhost", "10.0.0.0/8;127.0.0.1", "fd00::/129", "10.0.0.0/-1"}) {
    CAPTURE(text);
    auto read = webhook_addresses::parse(text);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code == error_code::setting_invalid);
  }
}
