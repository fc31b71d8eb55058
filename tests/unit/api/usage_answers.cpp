#include <api/usage/meter_answer.hpp>
#include <api/usage/meter_query.hpp>
#include <doctest/doctest.h>

using namespace weir;
using namespace weir::api;

namespace {

timestamp at(std::string_view text) {
  return parse_rfc3339(text).value();
}

std::string canonical(std::string_view text) {
  auto value = parse_filter_value(text);
  if (!value) return "error";
  return value->value_or("missing");
}

result<meter_query> parse(std::string_view text, bool platform = false) {
  static const std::vector<std::string> dimensions{"model", "region"};
  return parse_meter_query(http::query_parameters::parse(text).value(), dimensions, platform);
}

usage_answer sample() {
  usage_answer a{.meter = "tokens",
                 .aggregation = "SUM",
                 .unit = "1",
                 .from = at("2026-11-01T00:00:00Z"),
                 .to = at("2026-11-02T00:00:00Z"),
                 .window = window_size::day,
                 .zone = "UTC",
                 .by_subject = true,
                 .by_dimensions = {"model", "region"}};
  a.rows.push_back({.from = at("2026-11-01T00:00:00Z"),
                    .to = at("2026-11-02T00:00:00Z"),
                    .subject = "=1+1",
                    .groups = {R"("a,\"b\"")", std::nullopt},
                    .value = "-0.5",
                    .events = 3});
  a.rows.push_back({.from = at("2026-11-01T00:00:00Z"),
                    .to = at("2026-11-02T00:00:00Z"),
                    .subject = "u",
                    .groups = {"-5", "null"},
                    .value = "12",
                    .events = 1});
  return a;
}

}  // namespace

TEST_CASE("the value of a filter is the JSON that an answer shows, or the text itself") {
  CHECK(canonical("eu") == R"("eu")");
  CHECK(canonical("5") == "5");
  CHECK(canonical("5.0") == "5");
  CHECK(canonical("-1e2") == "-100");
  CHECK(canonical("1e300") == "1e300");
  CHECK(canonical(R"("5")") == R"("5")");
  CHECK(canonical("true") == "true");
  CHECK(canonical("null") == "null");
  CHECK(canonical(R"("null")") == R"("null")");
  CHECK(canonical("") == "missing");
  CHECK(canonical(R"("")") == R"("")");
  CHECK(canonical("01") == R"("01")");
  CHECK(canonical("1.") == R"("1.")");
  CHECK(canonical("-") == R"("-")");
  CHECK(canonical("a\"b") == R"("a\"b")");
  CHECK(canonical(R"("a\u0041")") == R"("aA")");
  CHECK(canonical("\"open") == "error");
  CHECK(canonical(R"("a","b")") == "error");
}

TEST_CASE("dimensions come apart as they were put together") {
  using pairs = std::vector<std::pair<std::string_view, std::string_view>>;
  CHECK(split_dimensions("{}") == pairs{});
  CHECK(split_dimensions(R"({"a":"x,}\"y\\","b":5,"c":null})") ==
        pairs{{"a", R"("x,}\"y\\")"}, {"b", "5"}, {"c", "null"}});
  CHECK(split_dimensions("") == pairs{});
  CHECK(split_dimensions("{\"a\"") == pairs{});
  CHECK(plain_text(R"("x\"y")") == "x\"y");
  CHECK(plain_text("5") == "5");
}

TEST_CASE("parameters of a query") {
  auto q = parse(
      "from=2026-11-01T00:00:00Z&to=2026-11-02T00%3A00%3A00.000Z&window=DAY&zone=Europe/Berlin&subject=a&subject=b"
      "&group_by=region&group_by=subject&group_by=region&filter[region]=eu&filter[region]=&filter%5Bmodel%5D=5&after="
      "x");
  REQUIRE(q);
  CHECK(q->from == at("2026-11-01T00:00:00Z"));
  CHECK(q->window == window_size::day);
  CHECK(q->subjects == std::vector<std::string>{"a", "b"});
  CHECK(q->by_subject);
  CHECK(q->by_dimensions == std::vector<std::string>{"region"});
  REQUIRE(q->filters.size() == 2);
  CHECK(q->filters[0].any_of == std::vector<group_value>{R"("eu")", std::nullopt});
  CHECK(q->filters[1].any_of == std::vector<group_value>{"5"});

  CHECK(parse("")->window == window_size::none);
  CHECK(!parse("window=AUTO")->window);
  CHECK(parse("group_by=tenant", true)->by_tenant);
  CHECK(parse("group_by=tenant").error().code == error_code::query_parameter_invalid);
  CHECK(parse("group_by=nothing").error().code == error_code::query_parameter_invalid);
  CHECK(parse("filter[nothing]=1").error().code == error_code::query_parameter_invalid);
  CHECK(parse("from=yesterday").error().code == error_code::time_malformed);
  CHECK(parse("window=MINUTE").error().code == error_code::query_window_inexact);
  std::string many = "subject=0";
  for (int i = 0; i < 100; ++i)
    many += "&subject=s" + std::to_string(i);
  CHECK(parse(many).error().code == error_code::query_parameter_invalid);
  CHECK(dimension_names(R"([{"name":"model","path":"$.m"},{"name":"region","path":"$.r"}])") ==
        std::vector<std::string>{"model", "region"});
}

TEST_CASE("JSON: exact texts, typed groups, what is missing is absent") {
  CHECK(
      write_json(sample()) ==
      R"({"meter":"tokens","aggregation":"SUM","unit":"1","from":"2026-11-01T00:00:00Z","to":"2026-11-02T00:00:00Z",)"
      R"("window":"DAY","zone":"UTC","granularity":"HOUR","data_through":null,"data":[)"
      R"({"from":"2026-11-01T00:00:00Z","to":"2026-11-02T00:00:00Z","subject":"=1+1","group_by":{"model":"a,\"b\""},)"
      R"("value":"-0.5","events":3},)"
      R"({"from":"2026-11-01T00:00:00Z","to":"2026-11-02T00:00:00Z","subject":"u","group_by":{"model":-5,"region":null},)"
      R"("value":"12","events":1}]})");
}

TEST_CASE("CSV: quoted as RFC 4180 says, no formulas, numbers left alone") {
  CHECK(write_csv(sample()) ==
        "from,to,subject,model,region,value,events\r\n"
        "2026-11-01T00:00:00Z,2026-11-02T00:00:00Z,'=1+1,\"a,\"\"b\"\"\",,-0.5,3\r\n"
        "2026-11-01T00:00:00Z,2026-11-02T00:00:00Z,u,-5,null,12,1\r\n");
  for (const char* text : {"=a", "+a", "-a", "@a", "\ta", "\ra"}) {
    std::string out;
    append_csv_text(out, text);
    CHECK(out.find(std::string("'") + text) != std::string::npos);
  }
  std::string line;
  append_csv_text(line, "a\nb");
  CHECK(line == "\"a\nb\"");
}
