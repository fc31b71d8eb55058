// What the worker reads of a record: attributes, wanted values, and a hash of the content that must never change:
// claims in the database were made with it.
#include <doctest/doctest.h>

#include <weir/contract/usage_record_reader.hpp>

namespace contract = weir::contract;
using kind = contract::json_scalar::type;

namespace {

struct reading {
  reading() {
    value = plan.add(*weir::domain::json_path::parse("$.v"));
    nested = plan.add(*weir::domain::json_path::parse("$.a.b"));
    element = plan.add(*weir::domain::json_path::parse("$.list[1]"));
  }

  weir::result<contract::usage_record_reader::event_range> read(std::string_view record) {
    return reader.read(record, [this](std::string_view type) -> contract::chosen_plan {
      if (type == "t") return {&plan, this};
      return {};
    });
  }

  contract::usage_event one(std::string_view record) {
    auto range = read(record);
    REQUIRE(range.has_value());
    REQUIRE(range->count == 1);
    return reader.events(*range).front();
  }

  contract::extraction_plan plan;
  std::uint32_t value = 0, nested = 0, element = 0;
  contract::usage_record_reader reader;
};

std::string with_data(std::string_view data) {
  return R"([{"id":"1","source":"s","type":"t","time":"2026-11-20T10:00:00Z","data":)" + std::string(data) + "}]";
}

}  // namespace

TEST_CASE("attributes and wanted values are read wherever they stand") {
  reading r;
  const auto plain =
      r.one(R"([{"specversion":"1.0","id":"1","source":"s","type":"t","subject":"u","time":"2026-11-20T10:00:00.5Z",)"
            R"("data":{"v":12.50,"a":{"b":"x"},"list":[1,"two",null]}}])");
  const auto stirred = r.one(
      R"([ { "data" : {"list":[1 , "tw\u006f", null ],"\u0061":{"b":"\u0078"},"v":1.25e1} , "type":"t","subject":"u",)"
      R"("time":"2026-11-20T11:00:00.5+01:00","id":"1","x":[1,{"y":"]"}],"source":"s" } ] )");
  for (const auto* event : {&plain, &stirred}) {
    CHECK(event->id == "1");
    CHECK(event->source == "s");
    CHECK(event->subject == "u");
    CHECK(event->time.ns == 1'795'168'800'500'000'000);
    CHECK(event->content == 0x9acdc8931689b8b2);
    CHECK(event->tag == &r);
    REQUIRE(event->slots.size() == 3);
    CHECK(event->slots[r.value].kind == kind::number);
    CHECK(event->slots[r.value].quantity == *weir::decimal::parse_event_value("12.5"));
    CHECK(event->slots[r.nested].text == "x");
    CHECK(event->slots[r.element].text == "two");
  }
  CHECK(plain.slots[r.value].text == "12.50");
}

TEST_CASE("the hash of a content is what it was") {
  reading r;
  CHECK(r.one(with_data("null")).content == 0x330d737c25229d8e);
  CHECK(r.one(R"([{"id":"1","source":"s","type":"t","time":"2026-11-20T10:00:00Z"}])").content == 0x330d737c25229d8e);
  CHECK(r.one(with_data(R"({"v":true,"a":{"b":null},"list":[]})")).content == 0x2345e6d9d9d0ef00);
  CHECK(r.one(with_data(R"({"v":1e400,"a":[{"b":false}],"list":{"1":2}})")).content == 0x5ffa9e6feaf1f2eb);
  CHECK(r.one(with_data(R"({"v":-0.0})")).content == 0x70c9a98574a1483);
  CHECK(r.one(with_data("{}")).content == 0x72377a40fd07ae6c);
  CHECK(r.one(with_data("[1,2]")).content == 0x371ac82ae2550c06);
  CHECK(r.one(with_data(R"("text")")).content == 0x294e952a6a237977);
}

TEST_CASE("values that are no quantity keep their kind") {
  reading r;
  const auto event = r.one(with_data(R"({"v":1e400,"a":{"b":null},"list":[0,{}]})"));
  CHECK(event.slots[r.value].kind == kind::number);
  CHECK(!event.slots[r.value].quantity);
  CHECK(event.slots[r.nested].kind == kind::null);
  CHECK(event.slots[r.element].kind == kind::composite);
  CHECK(r.one(with_data("{}")).slots[r.value].kind == kind::missing);
}

TEST_CASE("several records are held at once until the reader is cleared") {
  reading r;
  const std::string first = R"([{"id":"\"\u00e9","source":"s","type":"t","time":"2026-11-20T10:00:00Z"}])";
  const std::string second = R"([{"id":"2","source":"s","type":"other","time":"2026-11-20T10:00:00Z","data":{"v":1}},)"
                             R"({"id":"\t3","source":"s","type":"t","time":"2026-11-20T10:00:00Z","data":{"v":3}}])";
  const auto a = r.read(first);
  CHECK(!r.read("nonsense"));
  const auto b = r.read(second);
  REQUIRE(a.has_value());
  REQUIRE(b.has_value());
  CHECK(r.reader.events(*a)[0].id == "\"\xc3\xa9");
  REQUIRE(b->count == 2);
  CHECK(r.reader.events(*b)[0].slots.empty());
  CHECK(r.reader.events(*b)[0].tag == nullptr);
  CHECK("[" + std::string(r.reader.events(*b)[0].json) + "," + std::string(r.reader.events(*b)[1].json) + "]" ==
        second);
  CHECK(r.reader.events(*b)[1].id == "\t3");
  CHECK(r.reader.events(*b)[1].slots[r.value].text == "3");
  r.reader.clear();
  CHECK(r.one(first).id == "\"\xc3\xa9");
}

TEST_CASE("a record that is no list of whole events is refused") {
  reading r;
  for (std::string_view record : {
           "",
           " ",
           "[]",
           "{}",
           "[1]",
           "[{}]",
           R"([{"id":"1"}])",
           R"([{"id":"1","source":"s","type":"t","time":"2026-11-20T10:00:00Z"}] x)",
           R"([{"id":"1","source":"s","type":"t","time":"2026-11-20T10:00:00Z"}][])",
           R"([{"id":"1","source":"s","type":"t","time":"2026-11-20T10:00:00Z"},])",
           R"([{"id":"1","source":"s","type":"t","time":"2026-11-20T10:00:00Z",}])",
           R"([{"id":"1","source":"s","type":"t","time":"2026-11-20T10:00:00Z")",
           R"([{"id":"1","source":"s","type":"t","time":"2026-11-20T10:00:00Z"])",
           R"([{"id":"1\u0000","source":"s","type":"t","time":"2026-11-20T10:00:00Z"}])",
           R"([{"id":"1","source":"s","type":"t","time":"2026-11-20"}])",
           R"([{"id":1,"source":"s","type":"t","time":"2026-11-20T10:00:00Z"}])",
           R"([{"id":"","source":"s","type":"t","time":"2026-11-20T10:00:00Z"}])",
           R"([{"id" "1","source":"s","type":"t","time":"2026-11-20T10:00:00Z"}])",
           "[{\"id\":\"\xff\",\"source\":\"s\",\"type\":\"t\",\"time\":\"2026-11-20T10:00:00Z\"}]",
       }) {
    CAPTURE(record);
    CHECK(!r.read(record));
  }
  for (std::string_view data : {"",
                                "{",
                                "}",
                                ":",
                                R"({"v":01})",
                                R"({"v":1 2})",
                                R"({"v":tru})",
                                R"({"v":"\ud800"})",
                                R"({"v":"\x"})",
                                R"({"v":[1})",
                                R"({"v"})",
                                R"({"v":})",
                                R"({"v":1,})",
                                "[1,]",
                                "[,1]",
                                R"({"v":"a"b})",
                                "nul",
                                "-",
                                "1.",
                                "+1"}) {
    CAPTURE(data);
    CHECK(!r.read(with_data(data)));
  }
  CHECK(!r.read(with_data(std::string(70, '[') + std::string(70, ']'))));
  CHECK(r.read(with_data(std::string(60, '[') + std::string(60, ']'))).has_value());
}
