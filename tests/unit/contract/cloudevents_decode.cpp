// What the edge accepts reaches the log as it was sent; what it refuses says where and why.
#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <tests/support/any_text.hpp>

#include <weir/base/json_text.hpp>
#include <weir/contract/cloudevents_decode.hpp>
#include <weir/domain/text_rules.hpp>

namespace contract = weir::contract;
using contract::cloudevents_decoder;
using contract::http_header;

namespace {

constexpr std::string_view batch = "application/cloudevents-batch+json";
constexpr std::string_view one = "application/cloudevents+json";

std::string pointer_of(std::string_view body, std::string_view type = "application/json") {
  cloudevents_decoder decoder;
  auto decoded = decoder.decode(type, {}, body);
  REQUIRE(decoded.has_value());
  REQUIRE(decoded->errors.size() == 1);
  return std::to_string(decoded->errors[0].index) + " " + decoded->errors[0].what.pointer;
}

}  // namespace

TEST_CASE("a structured event keeps every attribute and its data verbatim") {
  cloudevents_decoder decoder;
  const std::string_view body =
      R"({"data": {"v": 1.50, "e":1E+2} ,"id":"1","time":"2026-11-20T10:00:00.000001+01:00","source":"@openmeter/sdk",)"
      R"("specversion":"1.0","type":"t","subject":"caf\u00e9","datacontenttype":"application/json","partitionkey":"k\"1",)"
      R"("sequence":-7,"sampled":false,"dataschema":"https://x/y"})";
  auto decoded = decoder.decode(one, {}, body);
  REQUIRE(decoded.has_value());
  REQUIRE(decoded->events.size() == 1);
  const auto& e = decoded->events[0];
  CHECK(e.id.text == "1");
  CHECK(e.id.plain);
  CHECK(e.source.text == "@openmeter/sdk");
  CHECK(e.type.text == "t");
  CHECK(e.subject.text == "caf\xc3\xa9");
  CHECK_FALSE(e.subject.plain);
  CHECK(e.time_text == "2026-11-20T10:00:00.000001+01:00");
  CHECK(weir::format_rfc3339(*e.time) == "2026-11-20T09:00:00.000001Z");
  CHECK(e.data == R"({"v": 1.50, "e":1E+2})");
  REQUIRE(e.extensions.size() == 4);
  CHECK(e.extensions[0].json == R"("k\"1")");
  CHECK(e.extensions[1].json == "-7");
  CHECK(e.extensions[2].json == "false");
  CHECK(e.extensions[3].name == "dataschema");
}

TEST_CASE("bad events of a batch are told apart from good ones") {
  cloudevents_decoder decoder;
  const std::string_view body =
      R"([{"specversion":"1.0","id":"a","source":"s","type":"t"},)"
      R"({"specversion":"1.0","id":"b","source":"s","type":"t","data":{"x":[{"y/z":1e999}]}},)"
      R"({"specversion":"1.0","id":"","source":"s","type":"t","ext":"gone"},)"
      R"({"specversion":"1.0","id":"d","source":"s","type":"t","ext":"kept"}])";
  auto decoded = decoder.decode(batch, {}, body);
  REQUIRE(decoded.has_value());
  REQUIRE(decoded->events.size() == 2);
  CHECK(decoded->events[0].index == 0);
  CHECK(decoded->events[1].index == 3);
  REQUIRE(decoded->events[1].extensions.size() == 1);
  CHECK(decoded->events[1].extensions[0].json == R"("kept")");
  REQUIRE(decoded->errors.size() == 2);
  CHECK(decoded->errors[0].index == 1);
  CHECK(decoded->errors[0].what.code == weir::error_code::json_number_range);
  CHECK(decoded->errors[0].what.pointer == "/1/data/x/0/y~1z");
  CHECK(decoded->errors[1].what.pointer == "/2/id");
}

TEST_CASE("pointers start at the body") {
  CHECK(pointer_of(R"({"specversion":"1.0","source":"s","type":"t"})") == "0 /id");
  CHECK(pointer_of(R"([{"specversion":"1.0","source":"s","type":"t","id":7}])") == "0 /0/id");
  CHECK(pointer_of(R"([{"specversion":"1.0","source":"s","type":"t","id":"1"},7])") == "1 /1");
  CHECK(pointer_of(R"({"specversion":"1.0","source":"s","type":"t","id":"1","data":{"a":{"b":1},"a~":2,"a~":3}})") ==
        "0 /data/a~0");
  CHECK(
      pointer_of(R"({"specversion":"1.0","source":"s","type":"t","id":"1","data":{"a":[[],[{"b":{"c":1,"c":2}}]]}})") ==
      "0 /data/a/1/0/b/c");
  CHECK(pointer_of(R"({"specversion":"1.0","source":"s","type":"t","id":"1","data":{"ok":1,"n\u0000":1}})") ==
        "0 /data");
  CHECK(pointer_of(R"({"specversion":"1.0","source":"s","type":"t","id":"1","data":{"ok":1,"n":"\u0000"}})") ==
        "0 /data/n");
}

TEST_CASE("binary mode is known by its header and decodes as real clients encode") {
  cloudevents_decoder decoder;
  const auto subject_of = [&](std::string_view value) {
    const http_header headers[] = {
        {"Ce-SpecVersion", "1.0"}, {"ce-id", "1"}, {"ce-source", "s"}, {"ce-type", "t"}, {"ce-subject", value}};
    auto decoded = decoder.decode({}, headers, R"({"v":1})");
    REQUIRE(decoded.has_value());
    REQUIRE(decoded->events.size() == 1);
    CHECK(decoded->events[0].data == R"({"v":1})");
    return std::string(decoded->events[0].subject.text);
  };
  CHECK(subject_of("zo%C3%AB%20%22x%22%20100%25") == "zo\xc3\xab \"x\" 100%");
  CHECK(subject_of("zo\xeb \"x\" 100%") == "zo\xc3\xab \"x\" 100%");
  CHECK(subject_of("zo\xc3\xab") == "zo\xc3\xab");
  CHECK(subject_of("\"quoted \\\"text\\\"\"") == "quoted \"text\"");
  CHECK(subject_of("%2") == "%2");
  CHECK(subject_of("%zz%41") == "%zzA");
  CHECK(subject_of("  spaced\t") == "spaced");
}

TEST_CASE("binary mode takes the content type for the data and extensions as texts") {
  cloudevents_decoder decoder;
  const http_header headers[] = {{"ce-specversion", "1.0"}, {"ce-id", "1"},       {"ce-source", "s"},
                                 {"ce-type", "t"},          {"ce-sequence", "7"}, {"x-other", "no"}};
  auto decoded = decoder.decode("application/json; charset=utf-8", headers, " null ");
  REQUIRE(decoded.has_value());
  REQUIRE(decoded->events.size() == 1);
  const auto& e = decoded->events[0];
  CHECK(e.datacontenttype.text == "application/json; charset=utf-8");
  CHECK(e.data.empty());
  REQUIRE(e.extensions.size() == 1);
  CHECK(e.extensions[0].json == R"("7")");
}

TEST_CASE("the content type of structured mode wins over ce headers") {
  cloudevents_decoder decoder;
  const http_header headers[] = {{"ce-specversion", "1.0"}, {"ce-id", "header"}};
  auto decoded = decoder.decode("Application/CloudEvents+JSON; charset=UTF-8", headers,
                                R"({"specversion":"1.0","id":"body","source":"s","type":"t"})");
  REQUIRE(decoded.has_value());
  CHECK(decoded->events[0].id.text == "body");
}

TEST_CASE("a decoder is reusable after any outcome") {
  cloudevents_decoder decoder;
  const std::string_view good = R"([{"specversion":"1.0","id":"a","source":"s","type":"t","data":{"k":"\n"}}])";
  const std::string huge = "[" + std::string(3'000'000, ' ') + "]";
  for (std::string_view bad :
       {std::string_view(""), std::string_view("["), std::string_view("{\"a\":tru"),
        std::string_view("[{\"a\":1,\"a\":2}]"), std::string_view(huge), std::string_view("\xff")}) {
    (void)decoder.decode(batch, {}, bad);
    auto decoded = decoder.decode(batch, {}, good);
    REQUIRE(decoded.has_value());
    CHECK(decoded->errors.empty());
    REQUIRE(decoded->events.size() == 1);
    CHECK(decoded->events[0].data == R"({"k":"\n"})");
  }
}

TEST_CASE("a batch holds a thousand events") {
  std::string body = "[";
  for (int i = 0; i < 1000; ++i) {
    if (i > 0) body += ',';
    body += R"({"specversion":"1.0","id":")" + std::to_string(i) + R"(","source":"s","type":"t"})";
  }
  cloudevents_decoder decoder;
  CHECK(decoder.decode(batch, {}, body + "]")->events.size() == 1000);
  CHECK(decoder.decode(batch, {}, body + ",{}]").error().code == weir::error_code::event_batch_too_large);
}

TEST_CASE("any texts survive the way through JSON") {
  using weir::testing::seeds;
  CHECK(rc::check([](const seeds& a, const seeds& b, const seeds& c) {
    const auto clean = [](std::string text) {
      std::erase_if(text, [](char ch) { return static_cast<unsigned char>(ch) < 0x20 || ch == 0x7f; });
      return weir::domain::has_control(text) ? std::string("c1") : text;
    };
    const auto id = clean(weir::testing::any_text(a)) + "1";
    const auto subject = clean(weir::testing::any_text(b));
    auto value = weir::testing::any_text(c);
    std::erase(value, '\0');
    std::string body = R"({"specversion":"1.0","source":"s","type":"t","id":)";
    weir::append_json_string(body, id);
    body += R"(,"subject":)";
    weir::append_json_string(body, subject);
    std::string data = R"({"v":)";
    weir::append_json_string(data, value);
    data += "}";
    body += ",\"data\":" + data + "}";
    cloudevents_decoder decoder;
    auto decoded = decoder.decode(one, {}, body);
    RC_ASSERT(decoded.has_value());
    RC_ASSERT(decoded->errors.empty());
    RC_ASSERT(decoded->events[0].id.text == id);
    RC_ASSERT(decoded->events[0].subject.text == subject);
    RC_ASSERT(decoded->events[0].data == data);
  }));
}
