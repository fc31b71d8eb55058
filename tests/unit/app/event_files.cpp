#include <sstream>

#include <doctest/doctest.h>
#include <src/app/event_source.hpp>

#include <weir/contract/csv_reader.hpp>

using namespace weir;
using namespace weir::app;

namespace {

std::vector<std::vector<std::string>> records(const std::string& text) {
  std::istringstream in(text);
  contract::csv_reader reader(in);
  std::vector<std::vector<std::string>> out;
  for (;;) {
    auto next = reader.next();
    REQUIRE(next.has_value());
    if (!*next) return out;
    out.push_back(**next);
  }
}

bool refused(const std::string& text) {
  std::istringstream in(text);
  contract::csv_reader reader(in);
  for (;;) {
    auto next = reader.next();
    if (!next) return true;
    if (!*next) return false;
  }
}

std::vector<file_event> events(event_source& from) {
  std::vector<file_event> out;
  for (;;) {
    auto next = from.next();
    REQUIRE(next.has_value());
    if (!*next) return out;
    out.push_back(std::move(**next));
  }
}

}  // namespace

TEST_CASE("CSV with quotes, line breaks and empty fields") {
  using rows = std::vector<std::vector<std::string>>;
  CHECK(records("a,b\n1,2\n") == rows{{"a", "b"}, {"1", "2"}});
  CHECK(records("a,b\r\n1,2") == rows{{"a", "b"}, {"1", "2"}});
  CHECK(records("\"a,\"\"x\"\"\nb\",\"\"\n\n,\n") == rows{{"a,\"x\"\nb", ""}, {"", ""}});
  CHECK(records("").empty());
  CHECK(refused("\"a"));
  CHECK(refused("\"a\"b\n"));
  CHECK(refused(std::string(2'000'000, 'x')));
}

TEST_CASE("lines of events stand as they are, and what is none is refused with its line") {
  std::istringstream in("{\"id\":\"1\",\"time\":\"2026-11-23T10:00:00Z\"}\n\nx\n[1]\n{\"id\":\"" +
                        std::string(5000, 'y') + "\"}\n");
  const auto source = ndjson_events(in);
  const auto got = events(*source);
  REQUIRE(got.size() == 4);
  CHECK(got[0].line == 1);
  CHECK(got[0].json == R"({"id":"1","time":"2026-11-23T10:00:00Z"})");
  CHECK(got[0].time == parse_rfc3339("2026-11-23T10:00:00Z").value());
  CHECK(got[1].line == 3);
  CHECK(got[1].refused->code == error_code::json_malformed);
  CHECK(got[2].refused->code == error_code::event_not_object);
  CHECK_FALSE(got[3].refused.has_value());
}

TEST_CASE("rows become events: mapped attributes, fixed texts, numbers as they stand") {
  std::istringstream in(
      "order,customer,tokens,zip,note\n7,acme,12.50,0123,\"a \"\"b\"\"\"\n8,acme,-0.5,,1e5\n9,acme\n");
  auto source = csv_events(in, parse_mapping("id=order,type=:completion,subject=customer").value(), "o.csv");
  REQUIRE(source.has_value());
  const auto got = events(**source);
  REQUIRE(got.size() == 3);
  CHECK(got[0].json == R"({"specversion":"1.0","id":"7","source":"o.csv","type":"completion","subject":"acme",)"
                       R"("data":{"tokens":12.50,"zip":"0123","note":"a \"b\""}})");
  CHECK(got[1].json == R"({"specversion":"1.0","id":"8","source":"o.csv","type":"completion","subject":"acme",)"
                       R"("data":{"tokens":-0.5,"note":"1e5"}})");
  CHECK(got[2].refused.has_value());
  CHECK(got[2].line == 4);
}

TEST_CASE("a row without an id is the same event each time it is sent") {
  std::istringstream in("type,n\nt,1\nt,1\n");
  auto source = csv_events(in, {}, "o.csv");
  const auto got = events(**source);
  REQUIRE(got.size() == 2);
  CHECK(got[0].json.find(R"("id":"o.csv:2")") != std::string::npos);
  CHECK(got[1].json.find(R"("id":"o.csv:3")") != std::string::npos);
}

TEST_CASE("a mapping that cannot be meant is refused") {
  for (const char* text : {"id", "id=", "color=c", "id=a,,type=b"})
    CHECK_FALSE(parse_mapping(text).has_value());
  const auto opened = [](const std::string& head, const char* mapping) {
    std::istringstream in(head);
    return csv_events(in, parse_mapping(mapping).value(), "f").has_value();
  };
  CHECK_FALSE(opened("a,b\n", "type=:t,id=c"));
  CHECK_FALSE(opened("a,b\n", "id=a"));
  CHECK_FALSE(opened("", "type=:t"));
  CHECK(opened("a,b\n", "type=:t,id=a"));
}
