// Which URLs webhooks may be sent to, and that they reach a client as they were understood.
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <weir/http/webhook_url.hpp>

using namespace weir;
using namespace weir::http;

namespace {

webhook_rules rules(std::string_view ports = "443", std::string_view allowed = "") {
  auto out = webhook_rules::parse(ports, allowed);
  REQUIRE(out.has_value());
  return *out;
}

void refuses(const webhook_rules& r, std::string_view url, std::string_view why) {
  CAPTURE(url);
  auto read = r.read(url);
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error().code == error_code::webhook_url_refused);
  CHECK(read.error().detail.contains(why));
}

void accepts(const webhook_rules& r, std::string_view url, std::string_view as) {
  CAPTURE(url);
  auto read = r.read(url);
  REQUIRE(read.has_value());
  CHECK(read->text() == as);
  // What a client gets is read alike.
  auto again = r.read(read->text());
  REQUIRE(again.has_value());
  CHECK(again->text() == as);
}

}  // namespace

TEST_CASE("URLs that are taken") {
  const auto r = rules();
  accepts(r, "https://example.com", "https://example.com:443/");
  accepts(r, "https://example.com:443/", "https://example.com:443/");
  accepts(r, "HTTPS://Hooks.EXAMPLE.com/In?a=B", "https://hooks.example.com:443/In?a=B");
  accepts(r, "https://example.com?a=1", "https://example.com:443/?a=1");
  accepts(r, "https://example.com/a/../b//c;d=1,2/%2F%e2%82%ac?x[]=1&y=%5B&z=/?:@",
          "https://example.com:443/a/../b//c;d=1,2/%2F%e2%82%ac?x[]=1&y=%5B&z=/?:@");
  accepts(r, "https://xn--bcher-kva.example/", "https://xn--bcher-kva.example:443/");
  accepts(r, "https://a_b.1and1.example/", "https://a_b.1and1.example:443/");
  accepts(r, "https://example.c0m/", "https://example.c0m:443/");
  accepts(r, "https://8.8.8.8/", "https://8.8.8.8:443/");
  accepts(r, "https://[2606:4700::1111]/x", "https://[2606:4700::1111]:443/x");
  accepts(r, "https://[2606:4700:0:0:0:0:0:1111]:443/x", "https://[2606:4700::1111]:443/x");
  accepts(r, "https://[::ffff:8.8.8.8]/", "https://8.8.8.8:443/");
  accepts(r, "https://" + std::string(63, 'a') + ".example/", "https://" + std::string(63, 'a') + ".example:443/");
}

TEST_CASE("URLs that are no absolute https ones") {
  const auto r = rules("any");
  for (const auto url : {"", "example.com", "/hook", "//example.com/", "https:/example.com", "https:example.com",
                         "https//example.com", "://example.com", "ftp://example.com/", "file:///etc/passwd",
                         "gopher://example.com/", "httpss://example.com/", "javascript://example.com/",
                         "https+unix://x/", "http://example.com/", "HTTP://example.com/", "http://8.8.8.8/"}) {
    refuses(r, url, "begins with https://");
  }
}

TEST_CASE("characters that clients do not agree about") {
  const auto r = rules("any");
  for (const auto* url : {"https://example.com/a b", " https://example.com/", "https://example.com/ ",
                          "https://example.com/\t", "https://example.com/\r\nHost: x", "https://exam\nple.com/",
                          "https://example.com/\x7f", "https://ex\xc3\xa4mple.com/", "https://example.com/\xe2\x82\xac",
                          "https://example\xe3\x80\x82"
                          "com/"}) {
    refuses(r, url, "blanks, control characters or characters that are not ASCII");
  }
  refuses(r, std::string_view("https://example.com/\0x", 22), "control characters");
  refuses(r, std::string_view("https://example.com\0.evil.example/", 34), "control characters");
  for (const auto* url : {"https:\\\\example.com/", "https://example.com\\@127.0.0.1/", "https://example.com/\\x"})
    refuses(r, url, "backslash");
  for (const auto* url : {"https://example.com/#a", "https://example.com#@127.0.0.1/", "https://#"})
    refuses(r, url, "fragment");
  for (const auto* url :
       {"https://example.com/<", "https://example.com/\"", "https://example.com/`", "https://example.com/{a}",
        "https://example.com/|", "https://example.com/^", "https://example.com/a[1]"}) {
    refuses(r, url, "percent-encoded");
  }
  for (const auto* url :
       {"https://example.com/%", "https://example.com/%4", "https://example.com/%zz", "https://example.com/?a=%g0"}) {
    refuses(r, url, "two hexadecimal digits");
  }
  refuses(r, "https://example.com/" + std::string(2048, 'a'), "longer than 2048");
}

TEST_CASE("users in a URL") {
  const auto r = rules("any");
  for (const auto* url : {"https://user@example.com/", "https://user:pass@example.com/", "https://@example.com/",
                          "https://example.com:443@127.0.0.1/", "https://a@b@c/", "https://example.com@[::1]/"}) {
    refuses(r, url, "user");
  }
}

TEST_CASE("hosts that are none") {
  const auto r = rules("any");
  for (const auto* url : {"https://", "https:///path", "https://?a", "https://:443/", "https://.example.com/",
                          "https://a..b/", "https://-a.example/", "https://a-.example/", "https://exa%6dple.com/",
                          "https://a,b/", "https://a;b/", "https://a*b/", "https://*/", "https://a!b/"}) {
    refuses(r, url, "no name of a host");
  }
  refuses(r, "https://" + std::string(64, 'a') + ".example/", "no name of a host");
  std::string long_name = "https://";
  for (int i = 0; i < 127; ++i)
    long_name += "a.";
  refuses(r, long_name + "example/", "no name of a host");
  for (const auto* url : {"https://example.com./", "https://127.0.0.1./", "https://./", "https://localhost.:443/"})
    refuses(r, url, "ends with a dot");
}

TEST_CASE("addresses in disguise") {
  const auto r = rules("any");
  for (const auto* url : {"https://0x7f.1/", "https://2130706433/", "https://127.1/", "https://0/",
                          "https://0x7f000001/", "https://0X7F.0.0.1/", "https://017700000001/", "https://0177.0.0.1/",
                          "https://127.0.0.01/", "https://127.0.0.0x1/", "https://1.2.3.4.5/", "https://256.0.0.1/",
                          "https://127.0.0.1.0/", "https://example.123/", "https://example.0x1f/", "https://1.2.3.0x/",
                          "https://4294967296/", "https://00000010.0.0.1/"}) {
    refuses(r, url, "no IPv4 address");
  }
}

TEST_CASE("addresses that are not of the Internet at large") {
  const auto r = rules("any");
  for (const auto* url :
       {"https://127.0.0.1/", "https://10.0.0.1/", "https://169.254.169.254/latest/meta-data/", "https://192.168.1.1/",
        "https://0.0.0.0/", "https://255.255.255.255/", "https://168.63.129.16/", "https://[::1]/", "https://[::]/",
        "https://[fe80::1]/", "https://[fd00:ec2::254]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/",
        "https://[64:ff9b::a9fe:a9fe]/", "https://[2002:7f00:1::]/", "https://[64:ff9b:1::1]/",
        "https://[2001:db8::1]/"}) {
    refuses(r, url, "Internet at large");
  }
}

TEST_CASE("brackets that hold no IPv6 address") {
  const auto r = rules("any");
  for (const auto* url :
       {"https://[]/", "https://[8.8.8.8]/", "https://[8.8.8.8:443]/", "https://[example.com]/",
        "https://[2606:4700::1111::]/", "https://[[2606:4700::1111]]/", "https://[v1.a]/", "https://[::12345]/"}) {
    refuses(r, url, "Its host is no");
  }
  for (const auto* url : {"https://[2606:4700::1111/", "https://[2606:4700::1111]x/", "https://[2606:4700::1]a:443/"})
    CHECK_FALSE(r.read(url).has_value());
  for (const auto* url : {"https://[fe80::1%25eth0]/", "https://[2606:4700::1111%1]/"})
    refuses(r, url, "zone");
  // Without brackets nobody knows where the port begins.
  refuses(r, "https://2606:4700::1111/", "port");
}

TEST_CASE("ports by their list") {
  const auto usual = rules();
  refuses(usual, "https://example.com:8443/", "not sent to this port");
  refuses(usual, "https://example.com:22/", "not sent to this port");
  const auto two = rules(" 443 , 8443 ");
  accepts(two, "https://example.com:8443/", "https://example.com:8443/");
  refuses(two, "https://example.com:8444/", "not sent to this port");
  const auto only = rules("8443");
  refuses(only, "https://example.com/", "not sent to this port");
  const auto any = rules("any");
  accepts(any, "https://example.com:1/", "https://example.com:1/");
  accepts(any, "https://example.com:65535/", "https://example.com:65535/");
  for (const auto* url : {"https://example.com:/", "https://example.com:0/", "https://example.com:0443/",
                          "https://example.com:65536/", "https://example.com:99999/", "https://example.com:443a/",
                          "https://example.com:+443/", "https://example.com:-1/", "https://example.com:443:443/",
                          "https://example.com:4294967739/", "https://[2606:4700::1111]:/"}) {
    refuses(any, url, "port");
  }
}

TEST_CASE("without TLS only to what is exempt") {
  const auto r = rules("any", "10.1.0.0/16, 127.0.0.1");
  accepts(r, "http://10.1.2.3:8080/in", "http://10.1.2.3:8080/in");
  accepts(r, "http://127.0.0.1/", "http://127.0.0.1:80/");
  accepts(r, "https://127.0.0.1:8443/", "https://127.0.0.1:8443/");
  accepts(r, "http://receiver.internal:8080/", "http://receiver.internal:8080/");  // looked at when it is connected to
  refuses(r, "http://10.2.0.1/", "begins with https://");
  refuses(r, "http://8.8.8.8/", "begins with https://");
  refuses(r, "https://10.2.0.1/", "Internet at large");
  refuses(rules("443", "10.1.0.0/16"), "http://10.1.2.3/", "not sent to this port");
}

TEST_CASE("settings that say nothing sensible") {
  struct row {
    std::string_view ports, allowed, named;
  };
  for (const auto& [ports, allowed, named] : std::vector<row>{{"", "", "WEBHOOK_PORTS"},
                                                              {",", "", "WEBHOOK_PORTS"},
                                                              {"0", "", "WEBHOOK_PORTS"},
                                                              {"65536", "", "WEBHOOK_PORTS"},
                                                              {"443;80", "", "WEBHOOK_PORTS"},
                                                              {"any,443", "", "WEBHOOK_PORTS"},
                                                              {"https", "", "WEBHOOK_PORTS"},
                                                              {"443", "private", "WEBHOOK_ALLOWED_NETWORKS"}}) {
    CAPTURE(ports);
    auto read = webhook_rules::parse(ports, allowed);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code == error_code::setting_invalid);
    CHECK(read.error().detail.contains(named));
  }
}
