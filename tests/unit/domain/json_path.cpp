// A path names one place, in one canonical text.
#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <tests/support/any_text.hpp>

#include <weir/base/json_text.hpp>
#include <weir/domain/json_path.hpp>

using weir::domain::json_path;

namespace {

std::string canonical(std::string_view text) {
  auto path = json_path::parse(text);
  return path ? path->text() : path.error().detail;
}

}  // namespace

TEST_CASE("paths have one canonical text") {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"$", "$"},
      {"$.duration_ms", "$.duration_ms"},
      {"$['duration_ms']", "$.duration_ms"},
      {R"($["a"].b[0]['c d'])", "$.a.b[0]['c d']"},
      {R"($["it's"])", R"($['it\'s'])"},
      {R"($['it\'s'])", R"($['it\'s'])"},
      {R"($["say \"hi\""])", R"($['say "hi"'])"},
      {R"($['\u0041\/\t'])", R"($['A/\t'])"},
      {R"($['\ud83d\ude00'])", "$.\xf0\x9f\x98\x80"},
      {R"($['\u000b'])", R"($['\u000b'])"},
      {"$.gr\xc3\xb6\xc3\x9f"
       "e",
       "$.gr\xc3\xb6\xc3\x9f"
       "e"},
      {"$['']", "$['']"},
      {"$[2147483647]", "$[2147483647]"},
      {"$['0']", "$['0']"},
  };
  for (const auto& [text, expected] : rows) {
    CAPTURE(text);
    CHECK(canonical(text) == expected);
    CHECK(canonical(expected) == expected);
  }
}

TEST_CASE("an index and a member that looks like one are different places") {
  CHECK_FALSE(*json_path::parse("$[0]") == *json_path::parse("$['0']"));
}

TEST_CASE("anything but members and indexes is refused with its position") {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"", "at position 0: a path starts with $"},
      {"value", "at position 0: a path starts with $"},
      {"$.", "at position 2: expected a member's name"},
      {"$..a", "at position 2: descendants (..) are not supported"},
      {"$.*", "at position 2: wildcards are not supported"},
      {"$[*]", "at position 2: wildcards, filters and slices are not supported"},
      {"$[?(@.a)]", "at position 2: wildcards, filters and slices are not supported"},
      {"$[-1]", "at position 2: indexes from the end are not supported"},
      {"$[0:2]", "at position 3: expected ]"},
      {"$[01]", "at position 4: an index has no leading zero"},
      {"$[2147483648]", "at position 12: the index is too large"},
      {"$[99999999999999999999999]", "at position 12: the index is too large"},
      {"$[]", "at position 2: expected an index or a quoted name"},
      {"$['a'", "at position 5: expected ]"},
      {"$['a", "at position 4: the quote is not closed"},
      {R"($['\x'])", "at position 5: the escape is not one of JSON's"},
      {R"($['\"'])", "at position 5: the escape is not one of JSON's"},
      {R"($['\ud83d'])", "at position 9: the escape is not one of JSON's"},
      {R"($['\ude00'])", "at position 9: the escape is not one of JSON's"},
      {R"($['\u00'])", "at position 8: the escape is not one of JSON's"},
      {"$.a-b", "at position 3: a name with other characters than letters, digits and _ is written ['name']"},
      {"$.a b", "at position 3: a name with other characters than letters, digits and _ is written ['name']"},
      {"$.1a", "at position 2: expected a member's name"},
      {"$ .a", "at position 1: expected . or ["},
      {"$a", "at position 1: expected . or ["},
      {"$['a\nb']", "at position 5: a control character is written as an escape"},
      {"$.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q", "at position 33: at most 16 steps are accepted"},
      {"$.\xff", "not valid UTF-8"},
  };
  for (const auto& [text, expected] : rows) {
    CAPTURE(text);
    auto path = json_path::parse(text);
    REQUIRE_FALSE(path.has_value());
    CHECK(path.error().code == weir::error_code::json_path_invalid);
    CHECK(path.error().detail == expected);
  }
  CHECK(json_path::parse("$." + std::string(1023, 'a')).error().detail == "1025 bytes; at most 1024 are accepted");
  CHECK(json_path::parse("$." + std::string(1022, 'a')).has_value());
  CHECK_FALSE(json_path::parse(std::string_view("$.a\0", 4)).has_value());
}

TEST_CASE("the canonical text of any path leads to the same place") {
  CHECK(rc::check([](const std::vector<weir::testing::seeds>& names, const std::vector<std::uint16_t>& indexes) {
    std::string text = "$";
    std::vector<json_path::step> expected;
    for (std::size_t i = 0; i < names.size() && expected.size() < 14; ++i) {
      auto few = names[i];
      few.resize(std::min<std::size_t>(few.size(), 8));
      const auto name = weir::testing::any_text(few);
      std::string quoted;
      weir::append_json_string(quoted, name);
      text += "[" + quoted + "]";
      expected.emplace_back(name);
      if (i < indexes.size()) {
        text += "[" + std::to_string(indexes[i]) + "]";
        expected.emplace_back(static_cast<std::uint32_t>(indexes[i]));
      }
    }
    const auto path = json_path::parse(text);
    RC_ASSERT(path.has_value());
    RC_ASSERT(std::ranges::equal(path->steps(), expected));
    RC_ASSERT(*json_path::parse(path->text()) == *path);
  }));
}
