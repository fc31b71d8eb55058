#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <weir/domain/webhook_headers.hpp>

using namespace weir::domain;

TEST_CASE("a header of an endpoint is a token that is none of those of the sender") {
  for (const char* good : {"Authorization", "x-api-key", "X-Weir", "cookie", "x-content-type", "!#$%&'*+-.^_`|~", "a"})
    CHECK_MESSAGE(is_webhook_header_name(good), good);
  for (const char* bad : {"",
                          "host",
                          "Host",
                          "webhook-id",
                          "Webhook-Signature",
                          "WEBHOOK-x",
                          "content-type",
                          "Content-Length",
                          "content-encoding",
                          "Transfer-Encoding",
                          "connection",
                          "Keep-Alive",
                          "te",
                          "trailer",
                          "Upgrade",
                          "expect",
                          "user-agent",
                          "accept",
                          "Accept-Encoding",
                          "proxy-authorization",
                          "http2-settings",
                          "date",
                          "via",
                          "forwarded",
                          "x key",
                          "x:key",
                          "x\r\nhost",
                          "x\n",
                          "(x)",
                          "x\"",
                          "x\xc3\xa9",
                          "x/y",
                          "x=y"})
    CHECK_MESSAGE(!is_webhook_header_name(bad), bad);
  CHECK(is_webhook_header_name(std::string(64, 'x')));
  CHECK(!is_webhook_header_name(std::string(65, 'x')));
}

TEST_CASE("a value is visible ASCII with blanks inside") {
  for (const char* good : {"Bearer abc==", "a", "a b", "~!@#\"\\"})
    CHECK_MESSAGE(is_webhook_header_value(good), good);
  for (const char* bad : {"", " ", " a", "a ", "a\tb", "a\r\nb", "a\n", "\x7f", "\xc3\xa9"})
    CHECK_MESSAGE(!is_webhook_header_value(bad), bad);
  CHECK(is_webhook_header_value(std::string(1024, 'x')));
  CHECK(!is_webhook_header_value(std::string(1025, 'x')));
  CHECK(!is_webhook_header_value(std::string("a\0b", 3)));
}

TEST_CASE("names are the same in any case") {
  CHECK(is_same_header("X-Api-Key", "x-api-KEY"));
  CHECK(!is_same_header("X-Api-Key", "X-Api-Keys"));
  CHECK(!is_same_header("a^", "A~"));
}

TEST_CASE("what is packed comes out again, and nothing else does") {
  const std::vector<webhook_header> some{{"Authorization", "Bearer a: b"}, {"x-api-key", "k"}};
  CHECK(unpack_webhook_headers(pack_webhook_headers(some)) == some);
  CHECK(unpack_webhook_headers("") == std::vector<webhook_header>());
  for (const char* bad : {"x", "x: y", "x y\n", "host: a\n", "x: \n", "x: y\n\n"})
    CHECK_MESSAGE(!unpack_webhook_headers(bad), bad);
}
