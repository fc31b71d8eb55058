#include <string>
#include <thread>

#include <api/ingest.hpp>
#include <doctest/doctest.h>

#include "fixture.hpp"
#include <weir/domain/bucket.hpp>

using namespace weir;
using weir::api::test::fixture;

namespace {

const std::string as_tenant = "Bearer " + std::string(fixture::tenant_key);
const std::string as_platform = "Bearer " + std::string(fixture::platform_key);

std::string event(std::string_view id, std::string_view subject) {
  return R"({"specversion":"1.0","id":")" + std::string(id) + R"(","source":"s","type":"t","subject":")" +
         std::string(subject) + R"(","data":{"v":1}})";
}

http::response send(fixture& f, const std::string& key, const std::string& body,
                    std::string_view target = "/api/v1/events", std::string_view prefer = "") {
  std::vector<http::header_view> headers = {{"Authorization", key}, {"Content-Type", "application/json"}};
  if (!prefer.empty()) headers.push_back({"Prefer", prefer});
  return f.ask("POST", target, headers, body);
}

}  // namespace

TEST_CASE("an event under the key of a tenant is acknowledged with a receipt that this installation reads") {
  fixture f;
  auto r = send(f, as_tenant, event("1", "anybody"));
  CHECK(r.status == 202);
  REQUIRE(f.publisher.records.size() == 1);
  CHECK(f.publisher.records[0].topic == "weir.usage");
  auto text = std::string(r.body_text());
  CHECK(text.starts_with(R"({"accepted":1,"receipts":[{"index":0,"receipt":")"));
  CHECK(text.ends_with(R"("offset":0,"position":0}],"errors":[],"warnings":[]})"));
  auto begin = text.find("\"receipt\":\"") + 11;
  auto receipt = f.with.receipts.parse(std::string_view(text).substr(begin, text.find('"', begin) - begin));
  REQUIRE(receipt);
  CHECK(receipt->position.offset == 0);
}

TEST_CASE("events of several tenants go to a record for each, in the partition of each") {
  fixture f;
  auto r = send(f, as_platform, "[" + event("1", "acme") + "," + event("2", "globex") + "," + event("3", "acme") + "]");
  CHECK(r.status == 202);
  REQUIRE(f.publisher.records.size() == 2);
  CHECK(f.publisher.records[0].partition == domain::partition_of(domain::bucket_of(tenant_id{{{1}}}), 8));
  CHECK(f.publisher.records[1].partition == domain::partition_of(domain::bucket_of(tenant_id{{{2}}}), 8));
  CHECK(f.publisher.records[0].value.contains("\"3\""));
  CHECK(r.body_text().contains(R"("index":2,)"));
  CHECK(r.body_text().contains(R"("offset":1,"position":0)"));
  CHECK(r.body_text().contains(R"("offset":0,"position":1)"));
}

TEST_CASE("one bad event refuses all, and partial takes the others") {
  fixture f;
  const auto body = "[" + event("1", "acme") + "," + event("", "acme") + "," + event("3", "late-payer") + "]";
  auto r = send(f, as_platform, body);
  CHECK(r.status == 400);
  CHECK(r.body_text().contains(R"("code":"event_attribute_empty")"));
  CHECK(r.body_text().contains(R"("code":"tenant_suspended")"));
  CHECK(r.body_text().contains(R"("pointer":"/2/subject")"));
  CHECK(f.publisher.records.empty());
  r = send(f, as_platform, body, "/api/v1/events?partial=true");
  CHECK(r.status == 202);
  CHECK(r.body_text().contains(R"({"accepted":1,)"));
  CHECK(r.body_text().contains(R"("index":1)"));
  CHECK(f.publisher.records.size() == 1);
  CHECK(send(f, as_platform, body, "/api/v1/events?partial=yes").status == 400);
}

TEST_CASE("partial with no good event at all is a refusal") {
  fixture f;
  CHECK(send(f, as_platform, "[" + event("", "acme") + "]", "/api/v1/events?partial=true").status == 400);
}

TEST_CASE("an event without a subject is refused under a platform key only") {
  fixture f;
  const std::string body = R"({"specversion":"1.0","id":"1","source":"s","type":"t"})";
  CHECK(send(f, as_platform, body).body_text().contains("event_subject_missing"));
  CHECK(send(f, as_tenant, body).status == 202);
}

TEST_CASE("an unknown subject while the database is away is 503") {
  fixture f;
  auto r = send(f, as_platform, event("1", "stranger"));
  CHECK(r.status == 503);
  CHECK(r.body_text().contains("database_unavailable"));
  // The bytes are given back when the last holder lets go, which may be just after the answer.
  const auto give_up = system_clock().monotonic_ms() + 5000;
  while (f.with.ingest->in_flight.load() != 0 && system_clock().monotonic_ms() < give_up)
    std::this_thread::yield();
  CHECK(f.with.ingest->in_flight.load() == 0);
}

TEST_CASE("a preference for the minimum answers 204 with a receipt for each partition") {
  fixture f;
  auto r = send(f, as_tenant, event("1", "a"), "/api/v1/events", "return=minimal");
  CHECK(r.status == 204);
  CHECK(r.header("Preference-Applied") == "return=minimal");
  REQUIRE(r.header("Weir-Receipt"));
  CHECK(f.with.receipts.parse_list(*r.header("Weir-Receipt")));
}

TEST_CASE("a broker that refuses is 503 with Retry-After and nothing stays in flight") {
  fixture f;
  f.publisher.failure = error(error_code::broker_timeout);
  auto r = send(f, as_tenant, event("1", "a"));
  CHECK(r.status == 503);
  CHECK(r.body_text().contains("broker_timeout"));
  CHECK(r.header("Retry-After"));
  CHECK(f.with.ingest->in_flight.load() == 0);
}

TEST_CASE("more bytes in flight than allowed are refused before they are read") {
  fixture f;
  auto r = send(f, as_tenant, "[" + std::string(2 << 20, ' ') + "]");
  CHECK(r.status == 503);
  CHECK(r.body_text().contains("overloaded"));
}
