// Queries and paths as real clients send them.
#include <vector>

#include <doctest/doctest.h>

#include <weir/http/message.hpp>
#include <weir/http/url.hpp>

using weir::http::make_request;
using weir::http::query_parameters;
using items = std::vector<query_parameters::item>;

TEST_CASE("query decoding table") {
  struct row {
    std::string_view text;
    items expected;
  };
  const std::vector<row> table = {
      {"", {}},
      {"a=1", {{"a", "1"}}},
      {"a", {{"a", ""}}},
      {"a=", {{"a", ""}}},
      {"=1", {{"", "1"}}},
      {"&&a=1&", {{"a", "1"}}},
      {"a=b=c", {{"a", "b=c"}}},
      {"a=1+2%2B3", {{"a", "1 2+3"}}},
      {"subject=s&subject=t&groupBy=subject&groupBy=dim",
       {{"subject", "s"}, {"subject", "t"}, {"groupBy", "subject"}, {"groupBy", "dim"}}},
      {"filterGroupBy[dim]=a%20b%26c", {{"filterGroupBy[dim]", "a b&c"}}},
      {"filterGroupBy%5Bdim%5D=x", {{"filterGroupBy[dim]", "x"}}},
      {"filter_group_by=%7B%27dim%27%3A%20%27x%27%7D", {{"filter_group_by", "{'dim': 'x'}"}}},
      {"from=2026-11-20T00%3A00%3A00.000Z", {{"from", "2026-11-20T00:00:00.000Z"}}},
      {"z=zo%C3%AB", {{"z", "zo\u00eb"}}},
  };
  for (const auto& [text, expected] : table) {
    CAPTURE(text);
    auto parsed = query_parameters::parse(text);
    REQUIRE(parsed.has_value());
    CHECK(items(parsed->items().begin(), parsed->items().end()) == expected);
  }
}

TEST_CASE("queries that are refused") {
  for (std::string_view text :
       {"a=%", "a=%2", "a=%zz", "%=1", "a=%00", "a=%ff", "a=%c0%80", "a=%ed%a0%80", "a=%f4%90%80%80"}) {
    CAPTURE(text);
    auto parsed = query_parameters::parse(text);
    REQUIRE_FALSE(parsed.has_value());
    CHECK(parsed.error().code == weir::error_code::request_malformed);
  }
  std::string many;
  for (int i = 0; i < 257; ++i)
    many += "a&";
  CHECK_FALSE(query_parameters::parse(many).has_value());
}

TEST_CASE("query look-up") {
  auto parsed = query_parameters::parse("a=1&b=2&a=3");
  CHECK(parsed->find("a") == "1");
  CHECK(parsed->all("a") == std::vector<std::string_view>{"1", "3"});
  CHECK_FALSE(parsed->contains("c"));
}

TEST_CASE("paths are split before they are decoded") {
  auto segments = [](std::string_view target) {
    auto made = make_request("GET", target);
    REQUIRE(made.has_value());
    auto view = made->segments();
    return std::vector<std::string>(view.begin(), view.end());
  };
  using texts = std::vector<std::string>;
  CHECK(segments("/") == texts{""});
  CHECK(segments("/a/b") == texts{"a", "b"});
  CHECK(segments("/a/b/") == texts{"a", "b", ""});
  CHECK(segments("/a%2Fb/c?d=/e") == texts{"a/b", "c"});
  CHECK(segments("/a+b/%7e%C3%AB") == texts{"a+b", "~\u00eb"});
  CHECK(segments("http://host/x/y?z") == texts{"x", "y"});
  for (std::string_view target : {"a", "/a%", "/%00", "/%ff", "/a#b", "http://host", "host:80"}) {
    CAPTURE(target);
    CHECK_FALSE(make_request("GET", target).has_value());
  }
}

TEST_CASE("percent encoding is undone by decoding") {
  std::string text = "a b/\u00eb&=+%~";
  CHECK(weir::http::percent_encode(text) == "a%20b%2F%C3%AB%26%3D%2B%25~");
  CHECK(weir::http::percent_decode(weir::http::percent_encode(text), true) == text);
}
