// Media types are read as RFC 9110 has them, parameters and all.
#include <array>

#include <doctest/doctest.h>

#include <weir/contract/media_type.hpp>

using weir::contract::media_type;
using weir::contract::negotiate;

TEST_CASE("media types are taken apart") {
  auto type = media_type::parse(R"( Application/CloudEvents+JSON ; Charset="utf\-8"; a=b)");
  REQUIRE(type.has_value());
  CHECK(type->is("application/cloudevents+json"));
  CHECK(type->is_json());
  CHECK(type->parameter("charset") == "utf-8");
  CHECK(type->parameter("a") == "b");
  CHECK(type->parameter("c").empty());
  CHECK(media_type::parse("text/csv;")->is("text/csv"));
  CHECK_FALSE(media_type::parse("text/csv")->is_json());
  CHECK_FALSE(media_type::parse("application/jsonp")->is_json());
}

TEST_CASE("what is no media type is refused") {
  for (std::string_view text :
       {"", "json", "application/", "/json", "a b/c", "a/b c", "a/b; c", "a/b; c=\"d", "a/b, c/d"}) {
    CAPTURE(text);
    CHECK_FALSE(media_type::parse(text).has_value());
  }
  CHECK_FALSE(media_type::parse(std::string_view("a/b\0", 4)).has_value());
}

TEST_CASE("the wish of the client decides the type of the answer") {
  constexpr std::array<std::string_view, 2> offered = {"application/json", "text/csv"};
  CHECK(negotiate("", offered) == 0);
  CHECK(negotiate("*/*", offered) == 0);
  CHECK(negotiate("text/csv", offered) == 1);
  CHECK(negotiate("text/*, application/json;q=0.5", offered) == 1);
  CHECK(negotiate("text/csv;q=0.5, application/json;q=0.51", offered) == 0);
  CHECK(negotiate("*/*;q=0.1, application/json;q=0", offered) == 1);
  CHECK(negotiate("application/*;q=0, */*", offered) == 1);
  CHECK(negotiate("image/png", offered) == std::nullopt);
  CHECK(negotiate("text/csv;q=0", offered) == std::nullopt);
  CHECK(negotiate("nonsense", offered) == 0);
  CHECK(negotiate("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", offered) == 0);  // Java's URLConnection
}
