// Commands and domain events come out of the log as they went in; ids follow from their cause.
#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <tests/support/any_text.hpp>

#include <weir/contract/cloudevents_decode.hpp>
#include <weir/contract/command.hpp>
#include <weir/contract/domain_event.hpp>
#include <weir/contract/topics.hpp>
#include <weir/domain/bucket.hpp>

namespace contract = weir::contract;

namespace {

contract::command redrive() {
  contract::command c;
  c.id = *weir::command_id::parse("cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV");
  c.issued_at = *weir::parse_rfc3339("2026-11-20T10:00:00.5Z");
  c.tenant = weir::tenant_id::parse("ten_01ARZ3NDEKTSV4RRFFQ69G5FAV");
  c.principal = "key_01ARZ3NDEKTSV4RRFFQ69G5FAV";
  c.idempotency_key = "once";
  c.expected_version = 7;
  c.body = contract::redrive_rejected{{*weir::rejected_id::parse("rej_01ARZ3NDEKTSV4RRFFQ69G5FAV")}};
  return c;
}

}  // namespace

TEST_CASE("a command has one text") {
  CHECK(
      contract::encode_command(redrive()) ==
      R"({"specversion":"1.0","id":"cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV","source":"weir","type":"weir.rejected.redrive.v1",)"
      R"("time":"2026-11-20T10:00:00.500Z","datacontenttype":"application/json","tenant":"ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",)"
      R"("principal":"key_01ARZ3NDEKTSV4RRFFQ69G5FAV","idempotencykey":"once","expectedversion":"7","schemaversion":1,)"
      R"("data":{"rejected_ids":["rej_01ARZ3NDEKTSV4RRFFQ69G5FAV"]}})");
}

TEST_CASE("commands and events are CloudEvents") {
  contract::cloudevents_decoder decoder;
  const auto text = contract::encode_command(redrive());
  auto decoded = decoder.decode("application/cloudevents+json", {}, text);
  REQUIRE(decoded.has_value());
  CHECK(decoded->errors.empty());
}

TEST_CASE("commands about subscriptions come back whole, what is optional left out or not") {
  const auto id = *weir::subscription_id::parse("sub_01ARZ3NDEKTSV4RRFFQ69G5FAV");
  const auto at = weir::parse_rfc3339("2026-10-01T00:00:00Z");
  const contract::command_body bodies[] = {
      contract::start_subscription{{"starter", std::nullopt}, "", std::nullopt, true},
      contract::start_subscription{{"pln_01ARZ3NDEKTSV4RRFFQ69G5FAV", 3}, "EUR", *at, false},
      contract::start_subscription{{"support", std::nullopt}, "", std::nullopt, true, id},
      contract::change_subscription{id, "cancel", std::nullopt, contract::change_time::period_end, std::nullopt},
      contract::change_subscription{id, "change_plan", contract::plan_choice{"scale", 2}, contract::change_time::given,
                                    *at},
      contract::unschedule_subscription_change{id, 4},
  };
  for (const auto& body : bodies) {
    auto c = redrive();
    c.body = body;
    auto back = contract::decode_command(contract::encode_command(c));
    REQUIRE(back);
    CHECK(*back == c);
  }
}

TEST_CASE("commands about credits, coupons and imports come back whole") {
  const auto ulid = redrive().id.value;
  const contract::command_body bodies[] = {
      contract::grant_credit{*weir::billing::currency::find("KWD"), {1'234}, 0, std::nullopt, false, ""},
      contract::grant_credit{
          *weir::billing::currency::find("JPY"), {INT64_MAX}, 1'000'000, redrive().issued_at, true, "a \"reason\""},
      contract::void_credit{{ulid}},
      contract::apply_coupon{"launch"},
      contract::remove_coupon{{ulid}},
      contract::start_history_import{{ulid}, 200'000},
      contract::cancel_history_import{{ulid}},
  };
  for (const auto& body : bodies) {
    auto c = redrive();
    c.body = body;
    auto back = contract::decode_command(contract::encode_command(c));
    REQUIRE(back);
    CHECK(*back == c);
  }
}

TEST_CASE("a command about what is billed that makes no sense is malformed, with its place") {
  const auto with_data = [](std::string_view type, std::string_view data) {
    return contract::decode_command(
        R"({"specversion":"1.0","id":"cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV","source":"weir","time":"2026-11-20T10:00:00Z",)"
        R"("principal":"system","schemaversion":1,"type":")" +
        std::string(type) + R"(","data":)" + std::string(data) + "}");
  };
  const struct {
    std::string_view type, data, pointer;
  } cases[] = {
      {contract::start_subscription::type, R"({})", "/data/plan"},
      {contract::start_subscription::type, R"({"plan":"s","plan_version":0})", "/data/plan_version"},
      {contract::start_subscription::type, R"({"plan":"s","at":"soon"})", "/data/at"},
      {contract::start_subscription::type, R"({"plan":"s","add_on_to":"ten_01ARZ3NDEKTSV4RRFFQ69G5FAV"})",
       "/data/add_on_to"},
      {contract::change_subscription::type, R"({"change":"cancel"})", "/data/subscription_id"},
      {contract::change_subscription::type, R"({"subscription_id":"sub_01ARZ3NDEKTSV4RRFFQ69G5FAV","change":"start"})",
       "/data/change"},
      {contract::change_subscription::type,
       R"({"subscription_id":"sub_01ARZ3NDEKTSV4RRFFQ69G5FAV","change":"pause","when":"given"})", "/data/at"},
      {contract::unschedule_subscription_change::type, R"({"subscription_id":"sub_01ARZ3NDEKTSV4RRFFQ69G5FAV"})",
       "/data/sequence"},
      {contract::unschedule_subscription_change::type, "[]", "/data"},
      {contract::grant_credit::type, R"({"amount":"1"})", "/data/currency"},
      {contract::grant_credit::type, R"({"amount":"1","currency":"XXX"})", "/data/currency"},
      {contract::grant_credit::type, R"({"currency":"EUR"})", "/data/amount"},
      {contract::grant_credit::type, R"({"amount":"0","currency":"EUR"})", "/data/amount"},
      {contract::grant_credit::type, R"({"amount":"-1","currency":"EUR"})", "/data/amount"},
      {contract::grant_credit::type, R"({"amount":"0.5","currency":"JPY"})", "/data/amount"},
      {contract::grant_credit::type, R"({"amount":"1","currency":"EUR","priority":-1})", "/data/priority"},
      {contract::grant_credit::type, R"({"amount":"1","currency":"EUR","priority":1000001})", "/data/priority"},
      {contract::grant_credit::type, R"({"amount":"1","currency":"EUR","priority":"1"})", "/data/priority"},
      {contract::grant_credit::type, R"({"amount":"1","currency":"EUR","expires_at":"soon"})", "/data/expires_at"},
      {contract::void_credit::type, R"({"credit_id":"sub_01ARZ3NDEKTSV4RRFFQ69G5FAV"})", "/data/credit_id"},
      {contract::apply_coupon::type, R"({"coupon":""})", "/data/coupon"},
      {contract::remove_coupon::type, R"({})", "/data/tenant_coupon_id"},
      {contract::start_history_import::type, R"({"rows":1})", "/data/history_import_id"},
      {contract::start_history_import::type, R"({"history_import_id":"him_01ARZ3NDEKTSV4RRFFQ69G5FAV"})", "/data/rows"},
      {contract::start_history_import::type, R"({"history_import_id":"him_01ARZ3NDEKTSV4RRFFQ69G5FAV","rows":-1})",
       "/data/rows"},
      {contract::cancel_history_import::type, R"({"history_import_id":"ten_01ARZ3NDEKTSV4RRFFQ69G5FAV"})",
       "/data/history_import_id"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.data);
    auto decoded = with_data(c.type, c.data);
    REQUIRE_FALSE(decoded);
    CHECK(decoded.error().code == weir::error_code::record_malformed);
    CHECK(decoded.error().pointer == c.pointer);
  }
}

TEST_CASE("commands come back whole") {
  CHECK(rc::check([](std::uint32_t ms, const weir::testing::seeds& key, bool discard, std::int64_t version,
                     bool has_tenant, const std::vector<std::uint64_t>& ids) {
    auto c = redrive();
    c.issued_at = weir::timestamp::from_ms(ms);
    c.idempotency_key = weir::testing::any_text(key);
    std::erase(c.idempotency_key, '\0');
    if (version % 2 == 0) {
      c.expected_version = version;
    } else {
      c.expected_version.reset();
    }
    if (!has_tenant) c.tenant.reset();
    std::vector<weir::rejected_id> list(1);
    for (auto n : ids) {
      weir::rejected_id id;
      for (std::size_t i = 0; i < 8; ++i)
        id.value.bytes[i] = static_cast<std::uint8_t>(n >> (8 * i));
      list.push_back(id);
    }
    if (discard) {
      c.body = contract::discard_rejected{list};
    } else {
      c.body = contract::redrive_rejected{list};
    }
    const auto back = contract::decode_command(contract::encode_command(c));
    RC_ASSERT(back.has_value());
    RC_ASSERT((*back == c));
  }));
}

TEST_CASE("what is no command is refused by its code") {
  const auto refused = [](std::string_view from, std::string_view to) {
    auto text = contract::encode_command(redrive());
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    const auto decoded = contract::decode_command(text);
    REQUIRE_FALSE(decoded.has_value());
    return std::string(weir::name(decoded.error().code)) + " " + decoded.error().pointer;
  };
  CHECK(refused("redrive", "explode") == "command_unknown_type /type");
  CHECK(refused("cmd_01", "ten_01") == "record_malformed /id");
  CHECK(refused("2026-", "26-") == "record_malformed /time");
  CHECK(refused("\"schemaversion\":1", "\"schemaversion\":2") == "record_malformed /schemaversion");
  CHECK(refused("[\"rej_01ARZ3NDEKTSV4RRFFQ69G5FAV\"]", "[]") == "record_malformed /data/rejected_ids");
  CHECK(refused("\"rej_", "\"cmd_") == "record_malformed /data/rejected_ids/0");
  CHECK(refused("\"7\"", "7") == "record_malformed /expectedversion");
  CHECK(refused("\"principal\"", "\"nobody\"") == "record_malformed /principal");
  CHECK(refused("}}", "}") == "record_malformed ");
  CHECK(refused("\"source\"", "\"id\"") == "record_malformed /id");
}

TEST_CASE("a command goes to the bucket of its tenant or of the platform") {
  auto c = redrive();
  auto record = contract::command_record(c, {}, 64, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  CHECK(record.topic == "weir.commands");
  CHECK(record.key == weir::domain::bucket_of(*c.tenant).text());
  const auto& headers = contract::topic_contracts()[1].headers;
  REQUIRE(record.headers.size() == headers.size());
  for (std::size_t i = 0; i < headers.size(); ++i)
    CHECK(record.headers[i].name == headers[i].name);
  c.tenant.reset();
  record = contract::command_record(c, {}, 64, {});
  CHECK(record.key == "0");
  CHECK(record.partition == 0);
  CHECK(record.headers.size() == 4);
}

TEST_CASE("the id of an event follows from its cause and from nothing else") {
  const weir::stream::position at{"weir.usage", 3, 12};
  const auto id = contract::event_id(at, 0, "rejected");
  // Made by other code from the canonical encoding.
  CHECK(id == "evt_6A2F4JGPT2KZPNJTP01DPZQBP0");
  CHECK(id.find('.') == std::string::npos);
  CHECK(contract::event_id(at, 0, "rejected") == id);
  CHECK(contract::event_id(at, 1, "rejected") != id);
  CHECK(contract::event_id(at, 0, "redriven") != id);
  CHECK(contract::event_id({"weir.usage", 31, 2}, 0, "rejected") != id);
  CHECK(contract::event_id("mtr_1", 1, contract::event_type::meter_created) !=
        contract::event_id("mtr_1", 2, contract::event_type::meter_created));
}

TEST_CASE("domain events come back whole") {
  contract::domain_event e;
  e.id = contract::event_id("mtr_1", 1, contract::event_type::meter_created);
  e.type = contract::event_type::meter_created;
  e.time = *weir::parse_rfc3339("2026-11-20T10:00:00Z");
  e.tenant = weir::tenant_id::parse("ten_01ARZ3NDEKTSV4RRFFQ69G5FAV");
  e.subject = "mtr_1";
  e.principal = "system";
  e.request = "req_1";
  e.data = R"({"slug":"a","exact":1.10})";
  const auto text = contract::encode_domain_event(e);
  CHECK(text.find(R"("type":"meter.created")") != std::string::npos);
  const auto back = contract::decode_domain_event(text);
  REQUIRE(back.has_value());
  CHECK(back->id == e.id);
  CHECK(back->type == e.type);
  CHECK(back->time == e.time);
  CHECK(back->tenant == e.tenant);
  CHECK(back->subject == e.subject);
  CHECK(back->data == e.data);
  CHECK(back->before.empty());
  CHECK(back->address.empty());

  e.before = R"({"slug":"b"})";
  e.address = "192.0.2.1";
  const auto changed = contract::decode_domain_event(contract::encode_domain_event(e));
  REQUIRE(changed.has_value());
  CHECK(changed->data == e.data);
  CHECK(changed->before == e.before);
  CHECK(changed->address == e.address);
  auto newer = contract::encode_domain_event(e);
  newer.replace(newer.find("meter.created"), 13, "meter.exploded");
  CHECK(contract::decode_domain_event(newer).error().code == weir::error_code::command_unknown_type);
  CHECK(contract::decode_announced_event(newer)->type == "meter.exploded");
  for (std::string_view bad : {"", "{}", "[]", "{\"type\":\"nothing.known\"}", "not json"}) {
    CHECK_FALSE(contract::decode_domain_event(bad).has_value());
  }
  CHECK(contract::event_type_from_name("meter.created") == contract::event_type::meter_created);
}
