// Stretches of a file of past usage: whole rows, with the line of names before each, and where they stand in the file.
#include <sstream>

#include <doctest/doctest.h>
#include <src/app/history_file.hpp>

using namespace weir::app;

namespace {

std::vector<history_stretch> stretches(const std::string& text, bool csv) {
  std::istringstream in(text);
  history_file file(in, csv);
  std::vector<history_stretch> out;
  for (;;) {
    auto next = file.next();
    REQUIRE(next.has_value());
    if (!*next) return out;
    out.push_back(std::move(**next));
  }
}

}  // namespace

TEST_CASE("a short file is one stretch, and an empty one none") {
  const auto csv = stretches("time,value\nx,1\ny,2", true);
  REQUIRE(csv.size() == 1);
  CHECK(csv[0].text == "time,value\nx,1\ny,2\n");
  CHECK(csv[0].first_line == 2);
  const auto events = stretches("{}\n{}\n", false);
  REQUIRE(events.size() == 1);
  CHECK(events[0].text == "{}\n{}\n");
  CHECK(events[0].first_line == 1);
  CHECK(stretches("", true).empty());
  CHECK(stretches("time,value\n", true).empty());
  CHECK(stretches("", false).empty());
}

TEST_CASE("a long file is cut between rows, and each stretch knows its line and the names") {
  std::string text = "time,value\n";
  for (int i = 0; i < 12'000; ++i)
    text += "x," + std::to_string(i) + "\n";
  const auto all = stretches(text, true);
  REQUIRE(all.size() == 3);
  CHECK(all[1].first_line == 5002);
  CHECK(all[1].text.starts_with("time,value\nx,5000\n"));
  CHECK(all[2].text.ends_with("x,11999\n"));
}

TEST_CASE("a row whose quotes hold several lines together is never cut") {
  std::string text = "time,value\n";
  for (int i = 0; i < 4'999; ++i)
    text += "x,1\n";
  text += "\"two\nlines\",2\nlast,3\n";
  const auto all = stretches(text, true);
  REQUIRE(all.size() == 2);
  CHECK(all[0].text.ends_with("x,1\n\"two\nlines\",2\n"));
  CHECK(all[1].text == "time,value\nlast,3\n");
  CHECK(all[1].first_line == 5003);
}
