// Answers of PayPal's API as its documentation has them, and what is none.
#include <doctest/doctest.h>

#include <weir/contract/paypal_answers.hpp>

using namespace weir;
using namespace weir::contract;

TEST_CASE("an order says where its payer agrees") {
  const auto order = read_paypal_order(
      R"({"id":"5O190127TN364715T","status":"PAYER_ACTION_REQUIRED","payment_source":{"paypal":{}},"links":[)"
      R"({"href":"https://api-m.paypal.com/v2/checkout/orders/5O190127TN364715T","rel":"self","method":"GET"},)"
      R"({"href":"https://www.paypal.com/checkoutnow?token=5O190127TN364715T","rel":"payer-action","method":"GET"}]})");
  REQUIRE(order);
  CHECK(order->id == "5O190127TN364715T");
  CHECK(order->status == "PAYER_ACTION_REQUIRED");
  CHECK(order->url == "https://www.paypal.com/checkoutnow?token=5O190127TN364715T");
  CHECK(read_paypal_order(R"({"id":"5","status":"COMPLETED"})")->url.empty());
  CHECK(read_paypal_order(R"({"id":"5","status":"CREATED","links":[{"rel":"approve","href":"javascript:1"}]})")
            ->url.empty());
}

TEST_CASE("what is something else is no answer") {
  for (std::string_view text : {"", "[]", "{}", "<html>", R"({"id":7,"status":"COMPLETED"})"}) {
    CAPTURE(text);
    CHECK(read_paypal_order(text).error().code == error_code::payment_provider_unavailable);
    CHECK(read_paypal_refund_answer(text).error().code == error_code::payment_provider_unavailable);
    CHECK(read_paypal_token(text).error().code == error_code::payment_provider_unavailable);
    CHECK(read_paypal_page(text).error().code == error_code::payment_provider_unavailable);
  }
  CHECK(read_paypal_token(R"({"access_token":"A21AAF","expires_in":32400})")->lives_s == 32'400);
  CHECK_FALSE(read_paypal_token(R"({"access_token":"a\r\nb","expires_in":32400})"));
  CHECK_FALSE(read_paypal_token(R"({"access_token":"A21AAF"})"));
}

TEST_CASE("a page of events has them as they stand there, and where the next one is") {
  const auto page = read_paypal_page(
      R"({"events":[{"id":"WH-1", "a":1},{"id":"WH-2"}],"count":2,"links":[{"href":"https://elsewhere.example/v1/notifications/webhooks-events?page=2","rel":"next"}]})");
  REQUIRE(page);
  CHECK(page->events == std::vector<std::string>{R"({"id":"WH-1", "a":1})", R"({"id":"WH-2"})"});
  CHECK(page->more);
  CHECK(page->last_id == "/v1/notifications/webhooks-events?page=2");
  const auto last = read_paypal_page(R"({"events":[{"id":"WH-1"}],"links":[]})");
  CHECK_FALSE(last->more);
  const auto none = read_paypal_page(
      R"({"links":[{"href":"https://api-m.paypal.com/v1/notifications/webhooks-events?page=2","rel":"next"}],"events":[]})");
  CHECK_FALSE(none->more);
  const auto other =
      read_paypal_page(R"({"events":[{}],"links":[{"href":"https://api-m.paypal.com/v1/other?page=2","rel":"next"}]})");
  CHECK_FALSE(other->more);
}

TEST_CASE("errors say what is wrong in one word") {
  const auto issue = read_paypal_error(
      R"({"name":"UNPROCESSABLE_ENTITY","message":"No.","debug_id":"9","details":[{"issue":"INSTRUMENT_DECLINED","description":"The instrument was declined."}]})");
  CHECK(issue.code == "instrument_declined");
  CHECK(issue.message == "The instrument was declined.");
  CHECK(read_paypal_error(R"({"name":"INTERNAL_SERVER_ERROR","message":"Later."})").code == "internal_server_error");
  CHECK(read_paypal_error(R"({"error":"invalid_client","error_description":"No."})").code == "invalid_client");
  for (std::string_view text : {"", "<html>", "[]", "{}", R"({"details":[1]})"})
    CHECK(read_paypal_error(text).code.empty());
}
