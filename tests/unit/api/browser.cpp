#include <api/browser.hpp>
#include <doctest/doctest.h>

using namespace weir;
using namespace weir::api;

namespace {

http::request with(std::vector<http::header_view> headers) {
  auto made = http::make_request("POST", "/api/v1/auth/token", headers);
  REQUIRE(made);
  return std::move(*made);
}

bool elsewhere(std::vector<http::header_view> headers) {
  return comes_from_elsewhere(with(std::move(headers)));
}

}  // namespace

TEST_CASE("a cookie is found among others and nowhere else") {
  const auto of = [](std::string_view line) {
    return std::string(cookie(with({{"Cookie", line}}), "a").value_or("-"));
  };
  CHECK(of("a=1") == "1");
  CHECK(of("b=2; a=1; c=3") == "1");
  CHECK(of("b=2;a=1") == "1");
  CHECK(of("aa=2; ba=3") == "-");
  CHECK(of("a=") == "-");
  CHECK(of("a") == "-");
  CHECK(of("; ;a=1=2") == "1=2");
  CHECK(of("a=1; a=2") == "1");
  CHECK_FALSE(cookie(with({}), "a"));
}

TEST_CASE("the refresh cookie belongs to this host and to no script") {
  const auto line = refresh_cookie_with("weir_rt_x", 60);
  CHECK(line == "__Host-weir_refresh=weir_rt_x; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Strict");
  CHECK(refresh_cookie_with("", 60) == "__Host-weir_refresh=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict");
}

TEST_CASE("a page of another origin is noticed") {
  CHECK_FALSE(elsewhere({{"Host", "weir.example"}, {"Sec-Fetch-Site", "same-origin"}}));
  for (std::string_view site : {"cross-site", "same-site", "none", "", "Same-Origin"})
    CHECK(elsewhere({{"Host", "weir.example"}, {"Sec-Fetch-Site", site}}));
  CHECK_FALSE(elsewhere({{"Host", "weir.example"}}));
  CHECK_FALSE(elsewhere({{"Host", "weir.example"}, {"Origin", "https://weir.example"}}));
  CHECK_FALSE(elsewhere({{"Host", "Weir.Example:8000"}, {"Origin", "http://weir.example:8000"}}));
  for (std::string_view origin : {"null", "https://evil.example", "https://weir.example.evil.example",
                                  "https://weir.example:444", "weir.example", ""})
    CHECK(elsewhere({{"Host", "weir.example"}, {"Origin", origin}}));
  // What the browser says itself counts, not what the page may choose.
  CHECK(elsewhere({{"Host", "weir.example"}, {"Origin", "https://weir.example"}, {"Sec-Fetch-Site", "cross-site"}}));
}
