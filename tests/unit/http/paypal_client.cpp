// A PayPal on the loopback that gives tokens, answers, refuses and is away.
#include <chrono>

#include <doctest/doctest.h>

#include "receiver.hpp"
#include <weir/base/crypto.hpp>
#include <weir/http/paypal_client.hpp>

using namespace weir;
using namespace weir::http;
using test::answer_of;
using test::receiver;

namespace {

const paypal_account account{"ppr_1", "client-of-tests", "secret-of-tests", false};
const wanted_capture_refund wanted{"rfd_1", "2GG279541U471931P", "rfd_1", "5.00", "USD"};
constexpr std::string_view refund = R"({"id":"1JU08902781691411","status":"COMPLETED"})";

paypal_client_options quick(std::string url) {
  paypal_client_options out;
  out.url = std::move(url);
  out.timeout = std::chrono::milliseconds(2'000);
  out.most_wait = std::chrono::milliseconds(5'000);
  out.first_pause = std::chrono::milliseconds(2);
  return out;
}

bool is_for_a_token(const receiver::request& r) {
  return r.head.starts_with("POST /v1/oauth2/token ");
}

// Gives tokens "t1", "t2", …; everything else is answered with these, one after the other, the last one for good.
receiver::answerer with_tokens(std::vector<std::string> answers, int lives_s = 32'400) {
  struct state {
    std::mutex mutex;
    int tokens = 0;
    std::size_t at = 0;
  };
  auto s = std::make_shared<state>();
  return [s, lives_s, answers = std::move(answers)](const receiver::connection& c, const receiver::request& r) {
    const std::scoped_lock lock(s->mutex);
    if (is_for_a_token(r))
      return c.send(answer_of(200, "",
                              R"({"access_token":"t)" + std::to_string(++s->tokens) +
                                  R"(","token_type":"Bearer","expires_in":)" + std::to_string(lives_s) + "}"));
    return c.send(answers[std::min(s->at++, answers.size() - 1)]);
  };
}

std::vector<receiver::request> asked(const receiver& at, bool for_tokens) {
  auto out = at.got();
  std::erase_if(out, [&](const auto& r) { return is_for_a_token(r) != for_tokens; });
  return out;
}

}  // namespace

TEST_CASE("a request has a token, its id and its body, and a token serves many") {
  receiver at(with_tokens({answer_of(201, "", refund)}));
  metric_registry metrics;
  paypal_client by(quick(at.url("")), system_clock(), metrics);
  const auto made = by.create_refund(account, wanted);
  REQUIRE(made);
  CHECK(made->id == "1JU08902781691411");
  CHECK(by.create_refund(account, wanted));
  const auto tokens = asked(at, true);
  REQUIRE(tokens.size() == 1);
  CHECK(tokens[0].body == "grant_type=client_credentials");
  CHECK(tokens[0].head.contains("Authorization: Basic " + base64("client-of-tests:secret-of-tests") + "\r\n"));
  const auto got = asked(at, false);
  REQUIRE(got.size() == 2);
  CHECK(got[0].head.starts_with("POST /v2/payments/captures/2GG279541U471931P/refund HTTP/1.1\r\n"));
  CHECK(got[0].head.contains("Authorization: Bearer t1\r\n"));
  CHECK(got[0].head.contains("PayPal-Request-Id: rfd_1\r\n"));
  CHECK(got[0].body == R"({"custom_id":"rfd_1","amount":{"currency_code":"USD","value":"5.00"}})");
  CHECK(metrics.exposition().contains("weir_provider_requests_total{outcome=\"ok\",provider=\"paypal\"} 3"));
}

TEST_CASE("a token that is not taken any more, or has ended, is asked for anew, once") {
  receiver at(with_tokens({answer_of(401, "", R"({"error":"invalid_token"})"), answer_of(201, "", refund)}));
  metric_registry metrics;
  paypal_client by(quick(at.url("")), system_clock(), metrics);
  CHECK(by.create_refund(account, wanted));
  CHECK(asked(at, true).size() == 2);
  CHECK(asked(at, false)[1].head.contains("Bearer t2\r\n"));

  receiver short_lived(with_tokens({answer_of(201, "", refund)}, 30));
  paypal_client other(quick(short_lived.url("")), system_clock(), metrics);
  CHECK(other.create_refund(account, wanted));
  CHECK(other.create_refund(account, wanted));
  CHECK(asked(short_lived, true).size() == 2);

  receiver never(
      with_tokens({answer_of(401, "", R"({"error":"invalid_token","error_description":"secret-of-tests"})")}));
  paypal_client last(quick(never.url("")), system_clock(), metrics);
  const auto made = last.create_refund(account, wanted);
  REQUIRE_FALSE(made);
  CHECK(made.error().code == "api_key_refused");
  CHECK_FALSE(made.error().what.detail.contains("secret-of-tests"));
  CHECK_FALSE(made.error().message.contains("secret-of-tests"));
  CHECK(asked(never, false).size() == 2);
}

TEST_CASE("what PayPal refuses is asked once, and what passes again with the same id") {
  receiver at(with_tokens({answer_of(
      422, "",
      R"({"name":"UNPROCESSABLE_ENTITY","message":"No.","details":[{"issue":"REFUND_AMOUNT_EXCEEDED","description":"Too much."}]})")}));
  metric_registry metrics;
  paypal_client by(quick(at.url("")), system_clock(), metrics);
  const auto made = by.create_refund(account, wanted);
  REQUIRE_FALSE(made);
  CHECK(made.error().what.code == error_code::payment_provider_refused);
  CHECK(made.error().what.detail == "PayPal: Too much.");
  CHECK(made.error().code == "refund_amount_exceeded");
  CHECK(asked(at, false).size() == 1);

  for (const int status : {409, 429, 500, 503}) {
    CAPTURE(status);
    receiver busy(with_tokens({answer_of(status, "", "{}"), answer_of(201, "", refund)}));
    paypal_client other(quick(busy.url("")), system_clock(), metrics);
    CHECK(other.create_refund(account, wanted));
    const auto got = asked(busy, false);
    REQUIRE(got.size() == 2);
    CHECK(got[0].head == got[1].head);
    CHECK(got[0].body == got[1].body);
  }
  paypal_client nowhere(quick("http://127.0.0.1:" + std::to_string(test::closed_port())), system_clock(), metrics);
  CHECK(nowhere.create_refund(account, wanted).error().what.code == error_code::payment_provider_unavailable);
}

TEST_CASE("orders are made for a payment, captured with a key, and listed by page") {
  const auto order =
      create_order({"pay_1", "pay_1", "20.00", "USD", "INV-1", "https://a.example/paid", "https://a.example"});
  CHECK(order.path == "/v2/checkout/orders");
  CHECK(order.key == "pay_1");
  CHECK(
      order.body ==
      R"({"intent":"CAPTURE","purchase_units":[{"reference_id":"pay_1","custom_id":"pay_1","description":"INV-1",)"
      R"("amount":{"currency_code":"USD","value":"20.00"}}],"payment_source":{"paypal":{"experience_context":{)"
      R"("user_action":"PAY_NOW","shipping_preference":"NO_SHIPPING","return_url":"https://a.example/paid","cancel_url":"https://a.example"}}}})");
  const auto capture = capture_order("5O19/0127", "pve_1");
  CHECK(capture.path == "/v2/checkout/orders/5O19%2F0127/capture");
  CHECK(capture.key == "pve_1");
  const auto from = parse_rfc3339("2026-11-27T10:00:00.5Z").value();
  const auto to = parse_rfc3339("2026-11-27T11:00:00Z").value();
  CHECK(list_webhook_events(from, to, "").path ==
        "/v1/notifications/"
        "webhooks-events?page_size=100&start_time=2026-11-27T10%3A00%3A00Z&end_time=2026-11-27T11%3A00%3A00Z");
  CHECK(list_webhook_events(from, to, "/v1/notifications/webhooks-events?page=2").path ==
        "/v1/notifications/webhooks-events?page=2");
}
