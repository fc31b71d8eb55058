// What the facade makes of OpenMeter's questions, and how it answers.
#include <string>

#include <api/openmeter/names.hpp>
#include <api/openmeter/query_answer.hpp>
#include <api/openmeter/query_question.hpp>
#include <doctest/doctest.h>

#include "fixture.hpp"
#include <weir/contract/json_schema.hpp>

using namespace weir;
using namespace weir::api;
using weir::api::test::fixture;

namespace {

const std::vector<std::string> dimensions = {"model", "region"};
const std::string as_tenant = "Bearer " + std::string(fixture::tenant_key);
constexpr std::string_view one_event =
    R"({"specversion":"1.0","id":"1","source":"@openmeter/sdk","type":"t","subject":"s"})";

result<meter_query> asked(std::string_view text) {
  auto parameters = http::query_parameters::parse(text);
  REQUIRE(parameters);
  auto question = read_question(*parameters);
  if (!question) return std::unexpected(question.error());
  return understand(*question, dimensions);
}

result<meter_query> asked_in_body(std::string_view json) {
  auto body = contract::read_body(json, "openmeter_query");
  REQUIRE_MESSAGE(body.errors.empty(), body.errors.front().detail);
  auto question = read_question(body.document->root());
  if (!question) return std::unexpected(question.error());
  return understand(*question, dimensions);
}

http::response send(fixture& f, std::string_view type, std::string_view body) {
  return f.ask("POST", "/openmeter/api/v1/events", {{"Authorization", as_tenant}, {"Content-Type", type}}, body);
}

usage_answer sample() {
  usage_answer a{.meter = "tokens", .aggregation = "SUM", .window = window_size::hour, .by_subject = true};
  a.by_dimensions = {"model"};
  a.from = parse_rfc3339("2026-11-20T10:00:00Z").value();
  a.rows.push_back({.from = *a.from,
                    .to = parse_rfc3339("2026-11-20T11:00:00Z").value(),
                    .subject = "=1+1",
                    .groups = {R"("5")"},
                    .value = "12345678901234567890.123456789"});
  a.rows.push_back({.from = *a.from,
                    .to = parse_rfc3339("2026-11-20T11:00:00Z").value(),
                    .subject = "s",
                    .groups = {std::nullopt},
                    .value = "-0.5"});
  return a;
}

}  // namespace

TEST_CASE("an OpenMeter client gets 204 without a body, and receipts beside it") {
  fixture f;
  for (std::string_view type :
       {"application/cloudevents+json", "application/json", "application/json; charset=utf-8"}) {
    auto r = send(f, type, one_event);
    CHECK(r.status == 204);
    CHECK(r.body_text().empty());
    CHECK(f.with.receipts.parse_list(r.header("Weir-Receipt").value()));
  }
  const auto batch = "[" + std::string(one_event) + "]";
  CHECK(send(f, "application/cloudevents-batch+json", batch).status == 204);
  CHECK(send(f, "application/json", batch).status == 204);
  CHECK(f.publisher.records.size() == 5);
}

TEST_CASE("a refusal of the facade is a problem whose media type has no parameter") {
  fixture f;
  auto r = send(f, "application/cloudevents+json", R"({"specversion":"1.0"})");
  CHECK(r.status == 400);
  CHECK(r.content_type.view() == "application/problem+json");
  for (std::string_view member : {"\"type\":", "\"title\":", "\"status\":400", "\"detail\":", "\"instance\":"})
    CHECK(r.body_text().contains(member));
}

TEST_CASE("a question in the query string and the same in a body are understood alike") {
  const auto text = asked(
      "clientId=c&from=2026-11-20T10%3A00%3A00.000Z&to=2026-11-20T12:00:00Z&windowSize=DAY&windowTimeZone=Europe/Berlin"
      "&subject=a&subject=b&groupBy=model&filterGroupBy[region]=a%20b%26c&filterGroupBy%5Bregion%5D=eu");
  const auto body = asked_in_body(
      R"({"clientId":"c","from":"2026-11-20T10:00:00Z","to":"2026-11-20T12:00:00Z","windowSize":"DAY",)"
      R"("windowTimeZone":"Europe/Berlin","subject":["a","b"],"groupBy":["model"],"filterGroupBy":{"region":["a b&c","eu"]}})");
  for (const auto& q : {text, body}) {
    REQUIRE(q);
    CHECK(q->from == parse_rfc3339("2026-11-20T10:00:00Z").value());
    CHECK(q->window == window_size::day);
    CHECK(q->zone == "Europe/Berlin");
    CHECK(q->subjects == std::vector<std::string>{"a", "b"});
    CHECK(q->by_subject);
    CHECK_FALSE(q->by_tenant);
    CHECK(q->plain_groups);
    CHECK(q->by_dimensions == std::vector<std::string>{"model"});
    REQUIRE(q->filters.size() == 1);
    CHECK(q->filters[0].any_of == std::vector<group_value>{R"("a b&c")", R"("eu")"});
  }
}

TEST_CASE("what is not asked for is as OpenMeter has it") {
  const auto q = asked("");
  REQUIRE(q);
  CHECK(q->window == window_size::none);
  CHECK(q->zone == "UTC");
  CHECK_FALSE(q->by_subject);
  CHECK(asked("groupBy=customer_id")->by_tenant);
  CHECK(asked("filterCustomerId=x")->by_tenant);
}

TEST_CASE("a filter is a text, whatever kind of value the events had") {
  const auto values = [](std::string_view text) { return asked(text)->filters.at(0).any_of; };
  CHECK(values("filterGroupBy[model]=5.0") == std::vector<group_value>{R"("5.0")", "5"});
  CHECK(values("filterGroupBy[model]=true") == std::vector<group_value>{R"("true")", "true"});
  CHECK(values("filterGroupBy[model]=\"x\"") == std::vector<group_value>{R"("\"x\"")"});
  CHECK(values("filterGroupBy[model]=") == std::vector<group_value>{R"("")", std::nullopt, "null"});
  CHECK(values("advancedMeterGroupByFilters=%7B%22model%22%3A%7B%22%24in%22%3A%5B%22a%22%2C%22b%22%5D%7D%7D") ==
        std::vector<group_value>{R"("a")", R"("b")"});
  CHECK(asked_in_body(R"({"advancedMeterGroupByFilters":{"model":{"$eq":"a"}}})")->filters.at(0).any_of ==
        std::vector<group_value>{R"("a")"});
}

TEST_CASE("questions that Weir cannot answer are refused") {
  CHECK(asked("windowSize=MINUTE").error().code == error_code::query_window_inexact);
  for (std::string_view text :
       {"windowSize=AUTO", "windowSize=NONE", "windowSize=hour", "groupBy=nothing", "groupBy=tenant",
        "filterGroupBy[nothing]=1", "filterGroupBy[]=1", "advancedMeterGroupByFilters=x",
        "advancedMeterGroupByFilters=%7B%22model%22%3A%7B%22%24like%22%3A%22a%22%7D%7D",
        "advancedMeterGroupByFilters=%7B%22model%22%3A5%7D", "advancedMeterGroupByFilters=%5B%5D1"}) {
    CAPTURE(text);
    auto q = asked(text);
    REQUIRE_FALSE(q);
    CHECK(q.error().code == error_code::query_parameter_invalid);
  }
  CHECK(asked("from=yesterday").error().code == error_code::time_malformed);
}

TEST_CASE("a value keeps all its digits, as a number and as a text") {
  openmeter_question question;
  question.from = "2026-11-20T10:00:00Z";
  question.window_size = "HOUR";
  const auto json = write_openmeter_json(question, sample());
  CHECK(
      json ==
      R"({"from":"2026-11-20T10:00:00Z","windowSize":"HOUR","dataThrough":null,"data":[)"
      R"({"value":12345678901234567890.123456789,"valueExact":"12345678901234567890.123456789",)"
      R"("windowStart":"2026-11-20T10:00:00Z","windowEnd":"2026-11-20T11:00:00Z","subject":"=1+1","groupBy":{"model":"5"}},)"
      R"({"value":-0.5,"valueExact":"-0.5","windowStart":"2026-11-20T10:00:00Z","windowEnd":"2026-11-20T11:00:00Z",)"
      R"("subject":"s","groupBy":{"model":null}}]})");
  auto document = contract::json_document::parse(json);
  REQUIRE(document);
  CHECK(contract::schema("openmeter_query_answer").check(*document).empty());
}

TEST_CASE("CSV has the columns of OpenMeter and no formulas") {
  CHECK(write_openmeter_csv(sample()) ==
        "window_start,window_end,subject,model,value\r\n"
        "2026-11-20T10:00:00Z,2026-11-20T11:00:00Z,'=1+1,5,12345678901234567890.123456789\r\n"
        "2026-11-20T10:00:00Z,2026-11-20T11:00:00Z,s,,-0.5\r\n");
}

TEST_CASE("pointers name the fields as the client has spelt them") {
  std::vector<error> errors;
  for (const char* pointer : {"/event_type", "/group_by/region", "/value_property", "/slug", "/group_byes"})
    errors.emplace_back(error_code::validation_failed, "", pointer);
  std::vector<std::string> got;
  for (const auto& e : in_openmeter_spelling(errors))
    got.push_back(e.pointer);
  CHECK(got == std::vector<std::string>{"/eventType", "/groupBy/region", "/valueProperty", "/slug", "/group_byes"});
  CHECK(bare_id("mtr_01ARZ3NDEKTSV4RRFFQ69G5FAV") == "01ARZ3NDEKTSV4RRFFQ69G5FAV");
}
