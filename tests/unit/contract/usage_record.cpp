// What goes to the log is what was accepted: complete, in one order, numbers to the last digit.
#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <tests/support/any_text.hpp>

#include <weir/base/json_text.hpp>
#include <weir/contract/topics.hpp>
#include <weir/contract/usage_record.hpp>
#include <weir/domain/text_rules.hpp>

namespace contract = weir::contract;

namespace {

contract::usage_envelope envelope() {
  contract::usage_envelope out;
  out.tenant = *weir::tenant_id::parse("ten_01ARZ3NDEKTSV4RRFFQ69G5FAV");
  out.request = *weir::request_id::parse("req_01ARZ3NDEKTSV4RRFFQ69G5FAW");
  out.received = *weir::parse_rfc3339("2026-11-20T10:00:00.123456789Z");
  out.partitions = 64;
  return out;
}

std::vector<weir::stream::outgoing_record> encode(std::string_view body) {
  contract::cloudevents_decoder decoder;
  auto decoded = decoder.decode("application/json", {}, body);
  REQUIRE(decoded.has_value());
  REQUIRE(decoded->errors.empty());
  contract::usage_record_encoder encoder(envelope());
  for (const auto& e : decoded->events)
    (void)encoder.add(e);
  return encoder.take();
}

}  // namespace

TEST_CASE("an event is written with its attributes in the fixed order") {
  const auto records = encode(
      R"({"data":{ "v":1.50 },"partitionkey":"k","subject":"caf\u00e9 \/","type":"t","datacontenttype":"application/json",)"
      R"("time":"2026-11-20T11:00:00+01:00","source":"s","id":"\"1\"","specversion":"1.0"})");
  REQUIRE(records.size() == 1);
  CHECK(records[0].value ==
        "[{\"specversion\":\"1.0\",\"id\":\"\\\"1\\\"\",\"source\":\"s\",\"type\":\"t\",\"subject\":\"caf\xc3\xa9 /\","
        "\"time\":\"2026-11-20T11:00:00+01:00\",\"datacontenttype\":\"application/json\",\"partitionkey\":\"k\","
        "\"data\":{ \"v\":1.50 }}]");
}

TEST_CASE("an event without time gets the instant of its arrival and an empty subject is left out") {
  const auto records =
      encode(R"([{"specversion":"1.0","id":"1","source":"s","type":"t","subject":""},)"
             R"({"specversion":"1.0","id":"2","source":"s","type":"t","time":"2026-11-20 10:00:00z"}])");
  REQUIRE(records.size() == 1);
  CHECK(records[0].value ==
        R"([{"specversion":"1.0","id":"1","source":"s","type":"t","time":"2026-11-20T10:00:00.123Z"},)"
        R"({"specversion":"1.0","id":"2","source":"s","type":"t","time":"2026-11-20T10:00:00Z"}])");
}

TEST_CASE("a usage record carries the headers of its contract") {
  auto with_trace = envelope();
  with_trace.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  contract::usage_record_encoder encoder(with_trace);
  contract::accepted_event event;
  event.id.text = event.source.text = event.type.text = "x";
  (void)encoder.add(event);
  const auto records = encoder.take();
  REQUIRE(records.size() == 1);
  CHECK(records[0].topic == "weir.usage");
  CHECK(records[0].key == weir::domain::bucket_of(with_trace.tenant).text());
  CHECK(records[0].partition == weir::domain::bucket_of(with_trace.tenant).number % 64);
  const auto& contract_headers = contract::topic_contracts()[0].headers;
  // All of them but the last two, which only a redriven event and rows of an import have.
  CHECK(contract_headers[contract_headers.size() - 2].name == contract::redrive_header);
  CHECK(contract_headers.back().name == contract::history_header);
  REQUIRE(records[0].headers.size() == contract_headers.size() - 2);
  for (std::size_t i = 0; i + 2 < contract_headers.size(); ++i)
    CHECK(records[0].headers[i].name == contract_headers[i].name);
  CHECK(records[0].headers[0].value == "1");
  CHECK(records[0].headers[1].value == "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV");
  CHECK(records[0].headers[3].value == "2026-11-20T10:00:00.123Z");
}

TEST_CASE("records stay below 512 KB and events keep their order") {
  std::string body = "[";
  for (int i = 0; i < 40; ++i) {
    if (i > 0) body += ',';
    body += R"({"specversion":"1.0","id":")" + std::to_string(i) + R"(","source":"s","type":"t","data":{"x":")" +
            std::string(static_cast<std::size_t>(i) * 6000, 'x') + "\"}}";
  }
  contract::cloudevents_decoder decoder;
  const auto text = body + "]";
  auto decoded = decoder.decode("application/json", {}, text);
  REQUIRE(decoded.has_value());
  contract::usage_record_encoder encoder(envelope());
  std::vector<contract::usage_record_encoder::place> places;
  for (const auto& e : decoded->events)
    places.push_back(encoder.add(e));
  const auto records = encoder.take();
  CHECK(records.size() > 8);
  for (const auto& r : records)
    CHECK(r.value.size() <= contract::usage_record_encoder::most_record_bytes);

  // Reading the records back gives the events at the places that were promised.
  std::size_t next = 0;
  for (std::size_t r = 0; r < records.size(); ++r) {
    contract::cloudevents_decoder again;
    auto back = again.decode("application/cloudevents-batch+json", {}, records[r].value);
    REQUIRE(back.has_value());
    for (std::size_t i = 0; i < back->events.size(); ++i, ++next) {
      CHECK(back->events[i].id.text == std::to_string(next));
      CHECK(places[next].record == r);
      CHECK(places[next].index == i);
    }
  }
  CHECK(next == 40);
}

TEST_CASE("decode and encode round trip keeps every event") {
  using weir::testing::seeds;
  CHECK(rc::check([](const seeds& first, const std::vector<std::pair<seeds, seeds>>& more) {
    std::string body = "[";
    std::vector<std::string> ids;
    const auto add = [&](const seeds& a, const seeds& b) {
      auto id = "i" + weir::testing::any_text(a), value = weir::testing::any_text(b);
      std::erase_if(id, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
      std::erase(value, '\0');
      if (weir::domain::has_control(id)) id = "c1";
      if (!ids.empty()) body += ',';
      body += R"({"type":"t","specversion":"1.0","source":"s","id":)";
      weir::append_json_string(body, id);
      body += R"(,"data":{"v":)";
      weir::append_json_string(body, value);
      body += "}}";
      ids.push_back(id);
    };
    add(first, first);
    for (const auto& [a, b] : more)
      add(a, b);
    body += "]";
    contract::cloudevents_decoder decoder, again;
    auto decoded = decoder.decode("application/json", {}, body);
    RC_ASSERT(decoded.has_value());
    RC_ASSERT(decoded->events.size() == ids.size());
    contract::usage_record_encoder encoder(envelope());
    for (const auto& e : decoded->events)
      (void)encoder.add(e);
    const auto records = encoder.take();
    RC_ASSERT(records.size() == 1u);
    auto back = again.decode("application/json", {}, records[0].value);
    RC_ASSERT(back.has_value());
    RC_ASSERT(back->errors.empty());
    for (std::size_t i = 0; i < ids.size(); ++i) {
      RC_ASSERT(back->events[i].id.text == ids[i]);
      RC_ASSERT(back->events[i].data == decoded->events[i].data);
    }
  }));
}

TEST_CASE("one event of a record is cut out as it stands, and found out when it is another") {
  const auto records = encode(R"([{"specversion":"1.0","id":"a\"1","source":"s","type":"t","data":{ "v":1.50 }},)"
                              R"({"id":"2","source":"s2","type":"t","specversion":"1.0"}])");
  REQUIRE(records.size() == 1);
  const auto first = contract::slice_usage_event(records[0].value, 0);
  REQUIRE(first.has_value());
  CHECK(first->id == "a\"1");
  CHECK(first->source == "s");
  CHECK(records[0].value.starts_with("[" + std::string(first->json) + ","));
  const auto second = contract::slice_usage_event(records[0].value, 1);
  REQUIRE(second.has_value());
  CHECK(second->source == "s2");
  CHECK(records[0].value.ends_with("," + std::string(second->json) + "]"));
  CHECK(contract::slice_usage_event(records[0].value, 2).error().code == weir::error_code::not_found);
  for (const char* text : {"", "{}", "[1]", "[", R"([{"id":)", "nonsense"})
    CHECK(contract::slice_usage_event(text, 0).error().code == weir::error_code::record_malformed);
}
