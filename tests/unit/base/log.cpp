// A log line is one JSON object and never carries a secret.
#include <cstdint>
#include <thread>

#include <doctest/doctest.h>

#include <weir/base/log.hpp>

namespace {

// What follows the timestamp, which no test can know.
std::string after_timestamp(const std::string& line) {
  REQUIRE(line.starts_with("{\"timestamp\":\"20"));
  return line.substr(line.find("\"level\""));
}

}  // namespace

TEST_CASE("a log line carries level service message and its fields in order") {
  weir::log::capture captured;
  weir::log::info("batch committed", {{"tenant_id", "ten_1"},
                                      {"events", 12},
                                      {"duration_ms", 1.5},
                                      {"urgent", true},
                                      {"bytes", std::uint64_t{18446744073709551615u}}});
  REQUIRE(captured.lines().size() == 1);
  CHECK(
      after_timestamp(captured.lines()[0]) ==
      R"("level":"info","service":"weir","message":"batch committed","tenant_id":"ten_1","events":12,"duration_ms":1.5,)"
      R"("urgent":true,"bytes":18446744073709551615})");
}

TEST_CASE("log text is escaped and broken UTF-8 is replaced") {
  weir::log::capture captured;
  weir::log::warning("a \"quote\"\nand \x01 and \xff",
                     {{"error", weir::error(weir::error_code::not_found, "no\ttab")}});
  CHECK(after_timestamp(captured.lines()[0]) ==
        "\"level\":\"warning\",\"service\":\"weir\",\"message\":\"a \\\"quote\\\"\\nand \\u0001 and \xef\xbf\xbd\","
        "\"error\":\"not_found: no\\ttab\"}");
}

TEST_CASE("secrets never reach a log") {
  weir::log::capture captured;
  weir::log::hide("s3cr3t-value");
  weir::log::hide("short");
  weir::log::error(
      "login with s3cr3t-value failed, short stays",
      {{"password", "hunter22"}, {"access_token", "abc"}, {"url", "https://x/?k=s3cr3t-value&s3cr3t-value"}});
  const auto line = captured.lines()[0];
  CHECK(line.find("s3cr3t-value") == std::string::npos);
  CHECK(line.find("hunter22") == std::string::npos);
  CHECK(line.find("abc") == std::string::npos);
  CHECK(line.find("short stays") != std::string::npos);
  CHECK(line.find("https://x/?k=********&********") != std::string::npos);
}

TEST_CASE("a very long text is cut") {
  weir::log::capture captured;
  weir::log::info(std::string(1'000'000, 'x'));
  CHECK(captured.lines()[0].size() < 8192);
}

TEST_CASE("every thread may log") {
  weir::log::capture captured;
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([] {
      for (int i = 0; i < 100; ++i)
        weir::log::debug("tick", {{"i", i}});
    });
  }
  threads.clear();
  CHECK(captured.lines().size() == 400);
}

TEST_CASE("levels are named as in LOG_LEVEL") {
  CHECK(weir::log::level_from_name("debug") == weir::log::level::debug);
  CHECK(weir::log::level_from_name("error") == weir::log::level::error);
  CHECK(weir::log::level_from_name("nonsense") == weir::log::level::info);
}
