// Lines of a file of past usage as events of one meter.
#include <doctest/doctest.h>

#include <weir/contract/history_rows.hpp>

using namespace weir;
using contract::history_row;

namespace {

const auto import = history_import_id::parse("him_01ARZ3NDEKTSV4RRFFQ69G5FAV").value();

domain::meter meter(std::optional<std::string> value, std::vector<std::pair<std::string, std::string>> groups = {}) {
  domain::meter_draft draft{.slug = "m",
                            .name = {},
                            .description = {},
                            .event_type = "call",
                            .aggregation = value ? "SUM" : "COUNT",
                            .value_property = value,
                            .group_by = std::move(groups),
                            .unit = {}};
  return domain::make_meter(meter_id{}, draft).value();
}

std::vector<history_row> rows(std::string_view text, const domain::meter& m, std::size_t first_line = 2) {
  auto read = contract::history_rows_of_csv(text, first_line, m, import);
  REQUIRE_MESSAGE(read.has_value(), (read ? "" : read.error().detail));
  return std::move(*read);
}

std::string refusal(std::string_view text, const domain::meter& m) {
  auto read = contract::history_rows_of_csv(text, 2, m, import);
  REQUIRE_FALSE(read);
  CHECK(read.error().code == error_code::history_import_invalid);
  return read.error().detail;
}

}  // namespace

TEST_CASE("a row of CSV is an event whose id is its line, with its texts where the meter looks for them") {
  const auto m = meter("$.usage.tokens", {{"region", "$.place['the region']"}, {"first", "$.tags[1]"}});
  const auto all = rows(
      "time,subject,value,region,first\n2026-01-01T00:00:00Z,alice,12.5,eu,a\n\n"
      "2026-01-01T01:00:00Z,,\"1\",,\"say \"\"b\"\"\"\r\n",
      m);
  REQUIRE(all.size() == 2);
  CHECK(
      all[0].json ==
      R"({"specversion":"1.0","id":"line:2","source":"him_01ARZ3NDEKTSV4RRFFQ69G5FAV","type":"call","subject":"alice",)"
      R"("time":"2026-01-01T00:00:00Z","data":{"place":{"the region":"eu"},"tags":[null,"a"],"usage":{"tokens":"12.5"}}})");
  CHECK(all[1].line == 4);
  CHECK(all[1].json == R"({"specversion":"1.0","id":"line:4","source":"him_01ARZ3NDEKTSV4RRFFQ69G5FAV","type":"call",)"
                       R"("time":"2026-01-01T01:00:00Z","data":{"tags":[null,"say \"b\""],"usage":{"tokens":"1"}}})");
}

TEST_CASE("lines are those of the file, wherever a stretch of it begins") {
  const auto all = rows("\xef\xbb\xbftime\nx\ny\n", meter(std::nullopt), 5002);
  REQUIRE(all.size() == 2);
  CHECK(all[0].line == 5002);
  CHECK(all[1].line == 5003);
  const auto events = contract::history_rows_of_events("{}\n\n  {\"a\":1} \r\n", 7);
  REQUIRE(events.size() == 2);
  CHECK(events[0].line == 7);
  CHECK(events[1].line == 9);
  CHECK(events[1].json == R"({"a":1})");
}

TEST_CASE("columns that make no sense for the meter are refused as a whole") {
  const auto m = meter("$.v", {{"region", "$.region"}});
  CHECK(refusal("", m) == "there is no line with the names of the columns");
  CHECK(refusal("subject,value\n", m) == "there is no column time");
  CHECK(refusal("time\n", m) == "there is no column value, and the meter is no COUNT");
  CHECK(refusal("time,value,zone\n", m) == "the meter has no column zone");
  CHECK(refusal("time,value,region,group.region\n", m) == "the column group.region is there twice");
  CHECK(refusal("time,value\n", meter(std::nullopt)) == "the meter has no column value");
  CHECK(refusal("time,value\nx,\"1\n", m) == "line 2: a quote is not closed");
  CHECK(refusal("time,value\n\xff,1\n", m) == "it is not UTF-8");
  CHECK(refusal("time,value,deep\n", meter("$.a", {{"deep", "$.a.b"}})).starts_with("the meter's value and groups"));
}

TEST_CASE("a row with too few or too many fields is refused alone") {
  const auto all = rows("time,value\nx\ny,1\nz,1,2\n", meter("$.v"));
  REQUIRE(all.size() == 3);
  CHECK(all[0].refused->detail == "1 columns, where there are 2 names");
  CHECK_FALSE(all[1].refused);
  CHECK(all[2].refused->code == error_code::history_import_invalid);
}

TEST_CASE("a group that is called like a column has its own name for it") {
  const auto all = rows("time,group.subject,subject\nt,g,s\n", meter(std::nullopt, {{"subject", "$.subject"}}));
  REQUIRE(all.size() == 1);
  CHECK(all[0].json.contains(R"("subject":"s","time":"t","data":{"subject":"g"}})"));
}
