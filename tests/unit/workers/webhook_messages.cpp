// Which announcements become messages, and what such a message says.
#include <doctest/doctest.h>
#include <workers/webhooks/webhook_message.hpp>

#include <weir/contract/domain_event.hpp>
#include <weir/contract/topics.hpp>

using namespace weir;
using namespace weir::webhooks;

namespace {

contract::domain_event event(contract::event_type type, std::string data) {
  contract::domain_event e;
  e.id = "evt_1";
  e.type = type;
  e.time = *parse_rfc3339("2026-11-20T10:00:00Z");
  e.tenant = tenant_id::parse("ten_01ARZ3NDEKTSV4RRFFQ69G5FAV");
  e.subject = "inv_1";
  e.principal = "usr_1";
  e.address = "192.0.2.1";
  e.before = R"({"state":"draft"})";
  e.data = std::move(data);
  return e;
}

std::optional<webhook_message> read(const std::string& value, std::string frame = "1") {
  const std::vector<stream::header> headers{{contract::frame_header, frame}};
  return read_message({3, 0, 1'700'000'000'000, "0", value, headers});
}

}  // namespace

TEST_CASE("a message says what happened and nothing of persons, of who did it, or of before") {
  const auto e = event(contract::event_type::invoice_paid, R"({"total":"20.00","buyer":{"name":"x"},"seller":{}})");
  const auto m = read(contract::encode_domain_event(e));
  REQUIRE(m);
  CHECK(m->type == "invoice.paid");
  CHECK(m->tenant_id == "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV");
  CHECK(m->only_to.empty());
  CHECK(m->partition == 3);
  CHECK(m->body == R"({"type":"invoice.paid","timestamp":"2026-11-20T10:00:00Z",)"
                   R"("tenant_id":"ten_01ARZ3NDEKTSV4RRFFQ69G5FAV","subject":"inv_1","data":{"total":"20.00"}})");
  CHECK(m->id.starts_with("msg_"));
  CHECK(m->id.size() == 30);
  CHECK(read(contract::encode_domain_event(e))->id == m->id);
  auto other = e;
  other.id = "evt_2";
  CHECK(read(contract::encode_domain_event(other))->id != m->id);
}

TEST_CASE("what is of the platform has no tenant, and a test is of its endpoint alone") {
  auto e = event(contract::event_type::webhook_endpoint_tested, R"({"asked":1})");
  e.tenant.reset();
  e.subject = "whe_01ARZ3NDEKTSV4RRFFQ69G5FAV";
  const auto m = read(contract::encode_domain_event(e));
  REQUIRE(m);
  CHECK(m->tenant_id.empty());
  CHECK(m->body.find(R"("tenant_id":null)") != std::string::npos);
  CHECK(m->only_to == e.subject);
}

TEST_CASE("what cannot be read, or is of an unknown type or frame, is no message") {
  const auto good = contract::encode_domain_event(event(contract::event_type::invoice_paid, "{}"));
  REQUIRE(read(good));
  CHECK_FALSE(read(good, "2"));
  auto unknown = good;
  unknown.replace(unknown.find("invoice.paid"), 12, "invoice.sold");
  CHECK_FALSE(read(unknown));
  for (const char* wrong : {"", "{}", "[]", "nonsense", R"({"specversion":"1.0","type":"invoice.paid"})"})
    CHECK_FALSE(read(wrong));
}
