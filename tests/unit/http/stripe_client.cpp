// A Stripe on the loopback that answers, refuses, is away and answers too late.
#include <atomic>
#include <chrono>

#include <doctest/doctest.h>

#include "receiver.hpp"
#include <weir/http/stripe_client.hpp>

using namespace weir;
using namespace weir::http;
using test::answer_of;
using test::receiver;

namespace {

constexpr std::string_view refund = R"({"id":"re_1","object":"refund","status":"succeeded","amount":500})";
const stripe_account account{"ppr_1", "sk_test_secret", false};
const wanted_refund wanted{"rfd_1", "pi_1", 500, {}};

stripe_client_options quick(std::string url) {
  stripe_client_options out;
  out.url = std::move(url);
  out.timeout = std::chrono::milliseconds(2'000);
  out.most_wait = std::chrono::milliseconds(5'000);
  out.first_pause = std::chrono::milliseconds(2);
  return out;
}

// Answers with these, one after the other, the last one for good.
receiver::answerer one_by_one(std::vector<std::string> answers) {
  auto at = std::make_shared<std::atomic<std::size_t>>(0);
  return [at, answers = std::move(answers)](const receiver::connection& c, const receiver::request&) {
    return c.send(answers[std::min(at->fetch_add(1), answers.size() - 1)]);
  };
}

int lines_with(const receiver::request& r, std::string_view line) {
  return static_cast<int>(r.head.contains(line));
}

}  // namespace

TEST_CASE("a request has its version, its key and its form") {
  receiver at(one_by_one({answer_of(200, "", refund)}));
  metric_registry metrics;
  stripe_client by(quick(at.url("")), system_clock(), metrics);
  const auto made = by.create_refund(account, wanted);
  REQUIRE(made);
  CHECK(made->id == "re_1");
  CHECK(made->amount == 500);
  const auto got = at.got();
  REQUIRE(got.size() == 1);
  CHECK(got[0].body == "payment_intent=pi_1&amount=500");
  CHECK(lines_with(got[0], "POST /v1/refunds HTTP/1.1\r\n"));
  CHECK(lines_with(got[0], "Stripe-Version: 2026-10-28.endive\r\n"));
  CHECK(lines_with(got[0], "Idempotency-Key: rfd_1\r\n"));
  CHECK(lines_with(got[0], "Authorization: Bearer sk_test_secret\r\n"));
  CHECK(metrics.exposition().contains("weir_provider_requests_total{outcome=\"ok\",provider=\"stripe\"} 1"));
}

TEST_CASE("what passes is asked again with the same key") {
  for (const int status : {409, 429, 500, 502, 503, 504}) {
    CAPTURE(status);
    receiver at(one_by_one({answer_of(status, "", "{}"), answer_of(200, "", refund)}));
    metric_registry metrics;
    stripe_client by(quick(at.url("")), system_clock(), metrics);
    CHECK(by.create_refund(account, wanted));
    const auto got = at.got();
    REQUIRE(got.size() == 2);
    CHECK(got[0].head == got[1].head);
    CHECK(got[0].body == got[1].body);
  }
}

TEST_CASE("what Stripe refuses is asked once") {
  for (const int status : {400, 402, 403, 404}) {
    CAPTURE(status);
    receiver at(one_by_one({answer_of(
        status, "", R"({"error":{"type":"invalid_request_error","code":"amount_too_large","message":"Too much."}})")}));
    metric_registry metrics;
    stripe_client by(quick(at.url("")), system_clock(), metrics);
    const auto made = by.create_refund(account, wanted);
    REQUIRE_FALSE(made);
    CHECK(made.error().what.code == error_code::payment_provider_refused);
    CHECK(made.error().what.detail == "Stripe: Too much.");
    CHECK(made.error().code == "amount_too_large");
    CHECK(at.got().size() == 1);
  }
}

TEST_CASE("a wrong key is not told on") {
  receiver at(one_by_one({answer_of(
      401, "", R"({"error":{"type":"invalid_request_error","message":"Invalid API Key: sk_test_secret"}})")}));
  metric_registry metrics;
  stripe_client by(quick(at.url("")), system_clock(), metrics);
  const auto made = by.create_refund(account, wanted);
  REQUIRE_FALSE(made);
  CHECK(made.error().code == "api_key_refused");
  CHECK(made.error().is_of_key);
  for (const auto& text : {made.error().what.detail, made.error().message})
    CHECK_FALSE(text.contains("secret"));
}

TEST_CASE("a key that may not do it is told apart from a request that is wrong, and not told on") {
  receiver at(one_by_one({answer_of(
      403, "",
      R"({"error":{"type":"invalid_request_error","message":"The provided key 'rk_test_***1234' does not have the )"
      R"(required permissions. Having the 'rak_invoice_write' permission would allow this request."}})")}));
  metric_registry metrics;
  stripe_client by(quick(at.url("")), system_clock(), metrics);
  const auto made = by.create_refund(account, wanted);
  REQUIRE_FALSE(made);
  CHECK(made.error().is_of_key);
  CHECK(made.error().code == "api_key_not_permitted");
  CHECK(made.error().message.contains("'rk_test_' does not have"));
  CHECK(made.error().message.contains("rak_invoice_write"));
  receiver other(one_by_one({answer_of(400, "", R"({"error":{"type":"invalid_request_error"}})")}));
  stripe_client by_other(quick(other.url("")), system_clock(), metrics);
  CHECK_FALSE(by_other.create_refund(account, wanted).error().is_of_key);
}

TEST_CASE("whoever never answers is given up") {
  receiver at(one_by_one({answer_of(503, "", "{}")}));
  metric_registry metrics;
  stripe_client by(quick(at.url("")), system_clock(), metrics);
  const auto made = by.create_refund(account, wanted);
  REQUIRE_FALSE(made);
  CHECK(made.error().what.code == error_code::payment_provider_unavailable);
  CHECK(at.got().size() == 3);
  CHECK(metrics.exposition().contains("weir_provider_requests_total{outcome=\"unavailable\",provider=\"stripe\"} 3"));

  stripe_client nowhere(quick("http://127.0.0.1:" + std::to_string(test::closed_port())), system_clock(), metrics);
  CHECK(nowhere.retrieve_intent(account, "pi_1").error().what.code == error_code::payment_provider_unavailable);
}

TEST_CASE("a wait that Stripe asks for beyond the limit ends it at once") {
  receiver at(one_by_one({answer_of(429, "Retry-After: 60\r\n", "{}")}));
  metric_registry metrics;
  stripe_client by(quick(at.url("")), system_clock(), metrics);
  CHECK_FALSE(by.create_refund(account, wanted));
  CHECK(at.got().size() == 1);
}

TEST_CASE("an answer that is lost is asked for again") {
  std::atomic<int> asked = 0;
  receiver at([&](const receiver::connection& c, const receiver::request&) {
    return asked++ > 0 && c.send(answer_of(200, "", refund));
  });
  metric_registry metrics;
  stripe_client by(quick(at.url("")), system_clock(), metrics);
  CHECK(by.create_refund(account, wanted));
  CHECK(asked == 2);
}

TEST_CASE("an answer that is something else is no answer") {
  for (std::string_view body : {"", "[]", "<html>", R"({"id":"re_1","object":"customer"})", R"({"object":"refund"})"}) {
    CAPTURE(body);
    receiver at(one_by_one({answer_of(200, "", body)}));
    metric_registry metrics;
    stripe_client by(quick(at.url("")), system_clock(), metrics);
    CHECK(by.create_refund(account, wanted).error().what.code == error_code::payment_provider_unavailable);
  }
}

TEST_CASE("an account that has had its turns waits, another one does not") {
  receiver at(one_by_one({answer_of(200, "", refund)}));
  metric_registry metrics;
  auto options = quick(at.url(""));
  options.test_rate = 2;
  options.most_wait = std::chrono::milliseconds(300);
  stripe_client by(std::move(options), system_clock(), metrics);
  CHECK(by.create_refund(account, wanted));
  CHECK(by.create_refund(account, wanted));
  CHECK(by.create_refund(account, wanted).error().what.detail == "Too much is asked of Stripe at once.");
  CHECK(by.create_refund({"ppr_2", "sk_test_other", false}, wanted));
}
