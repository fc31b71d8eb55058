#include <doctest/doctest.h>
#include <src/app/instants.hpp>
#include <src/app/run_file.hpp>
#include <src/app/tool_verbs.hpp>

using namespace weir;
using namespace weir::app;

TEST_CASE("the run file fills what the environment leaves open, and nothing else") {
  const auto file = parse_run_file(
      R"({"url":"http://h","platform_api_key":"k","database_url":"d","kafka_brokers":"b","pids":{"a":1}})");
  REQUIRE(file.has_value());
  CHECK(file->url == "http://h");
  auto filled = with_run_file({{"DATABASE_URL", "mine"}, {"KAFKA_BROKERS", ""}, {"API_KEY_FILE", "/f"}}, *file);
  CHECK(filled.at("DATABASE_URL") == "mine");
  CHECK(filled.at("KAFKA_BROKERS") == "b");
  CHECK_FALSE(filled.contains("API_KEY"));
  CHECK(parse_run_file("{}")->url.empty());
  CHECK_FALSE(parse_run_file("[]").has_value());
  CHECK_FALSE(parse_run_file("x").has_value());
  CHECK(find_run_file("/nowhere", 0).value() == std::nullopt);
}

TEST_CASE("points in time as people type them") {
  const auto now = parse_rfc3339("2026-11-23T10:00:00Z").value();
  const auto at = [&](const char* text) { return format_rfc3339(parse_since(text, now).value()); };
  CHECK(at("90s") == "2026-11-23T09:58:30Z");
  CHECK(at("15m") == "2026-11-23T09:45:00Z");
  CHECK(at("2h") == "2026-11-23T08:00:00Z");
  CHECK(at("7d") == "2026-11-16T10:00:00Z");
  CHECK(at("2026-11-20") == "2026-11-20T00:00:00Z");
  CHECK(at("2026-11-20T12:00:00+01:00") == "2026-11-20T11:00:00Z");
  for (const char* text : {"", "h", "-1h", "1.5h", "1w", "2026-13-01", "999999999d", "yesterday"})
    CHECK(parse_since(text, now).error().code == error_code::time_malformed);
}

TEST_CASE("a mistyped verb finds its neighbor, and nonsense finds none") {
  const std::vector<std::string> known{"migrate", "rejected", "doctor", "lag"};
  CHECK(nearest("rejcted", known) == "rejected");
  CHECK(nearest("docter", known) == "doctor");
  CHECK(nearest("lga", known) == std::nullopt);
  CHECK(nearest("la", known) == "lag");
  CHECK(nearest("xylophone", known) == std::nullopt);
}
