#include <doctest/doctest.h>

#include <weir/contract/json_members.hpp>

namespace contract = weir::contract;

TEST_CASE("members are taken out as they are written, and the others stay") {
  constexpr std::string_view names[] = {"name", "none"};
  const auto parts = contract::part_object(R"({"a":1.10,"name":{"x":[1,"}"]},"\u006b":"\u00e9"})", names);
  REQUIRE(parts.has_value());
  CHECK(parts->rest == R"({"a":1.10,"k":"\u00e9"})");
  REQUIRE(parts->taken.size() == 1);
  CHECK(parts->taken[0].first == "name");
  CHECK(parts->taken[0].second == R"({"x":[1,"}"]})");
  CHECK(contract::part_object(R"({ "a" : 1 })", names)->rest == R"({ "a" : 1 })");
  CHECK(contract::part_object(R"({"name":"Ada"})", names)->rest == "{}");
  for (std::string_view bad : {"", "[]", "{", "{}{}", "null"})
    CHECK_FALSE(contract::part_object(bad, names).has_value());
}

TEST_CASE("a member is put in at the end") {
  CHECK(contract::with_member("{}", "a", "1") == R"({"a":1})");
  CHECK(contract::with_member("{ }", "a", "1") == R"({ "a":1})");
  CHECK(contract::with_member(R"({"x":"}"})", "a\"b", "null") == R"({"x":"}","a\"b":null})");
}
