// What Stripe answers, and what only looks like it.
#include <doctest/doctest.h>

#include <weir/contract/stripe_answers.hpp>

using namespace weir;
using namespace weir::contract;

TEST_CASE("a page has an address while it is open, and an intent once somebody pays") {
  const auto open = read_session_answer(
      R"({"id":"cs_1","object":"checkout.session","status":"open","payment_status":"unpaid","url":"https://x/c","expires_at":1800000000,"payment_intent":null})");
  REQUIRE(open);
  CHECK(open->url == "https://x/c");
  CHECK(open->expires_at == timestamp::from_ms(1'800'000'000'000));
  CHECK_FALSE(open->intent);
  const auto paid = read_session_answer(
      R"({"id":"cs_1","object":"checkout.session","status":"complete","payment_status":"paid","url":null,"expires_at":1800000000,"payment_intent":{"id":"pi_1"}})");
  REQUIRE(paid);
  CHECK_FALSE(paid->url);
  CHECK(paid->intent == "pi_1");
}

TEST_CASE("an hour of a meter that was taken has its identifier and no id") {
  const auto read = read_meter_event_answer(
      R"({"object":"billing.meter_event","created":1,"event_name":"calls","identifier":"i_1","livemode":false,"payload":{"value":"1"},"timestamp":1})");
  REQUIRE(read);
  CHECK(read->identifier == "i_1");
  for (const auto* other :
       {R"({"object":"billing.meter_event"})", R"({"object":"refund","identifier":"i_1"})", "[]", ""})
    CHECK(read_meter_event_answer(other).error().code == error_code::payment_provider_unavailable);
}

TEST_CASE("an intent says why it was declined") {
  const auto read = read_intent_answer(
      R"({"id":"pi_1","object":"payment_intent","status":"requires_payment_method","currency":"eur","amount":500,"amount_received":0,"last_payment_error":{"code":"card_declined","message":"No."}})");
  REQUIRE(read);
  CHECK(read->amount == 500);
  CHECK(read->failure_code == "card_declined");
  CHECK(read->failure_message == "No.");
}

TEST_CASE("a charge that was declined is in its error, with what the bank and the network say") {
  const auto wrong = read_error_answer(
      R"({"error":{"type":"card_error","code":"card_declined","decline_code":"stolen_card","message":"No.","payment_intent":{"id":"pi_1",)"
      R"("object":"payment_intent","status":"requires_payment_method","currency":"eur","amount":500,"amount_received":0,"created":1700000000,)"
      R"("last_payment_error":{"code":"card_declined","decline_code":"stolen_card","advice_code":"do_not_try_again",)"
      R"("network_advice_code":"01","message":"No."}}}})");
  REQUIRE(wrong.intent);
  CHECK(wrong.intent->id == "pi_1");
  CHECK(wrong.intent->status == "requires_payment_method");
  CHECK(wrong.intent->created == timestamp::from_ms(1'700'000'000'000));
  CHECK(wrong.intent->failure_code == "stolen_card");
  CHECK(wrong.intent->advice_code == "do_not_try_again");
  CHECK(wrong.intent->network_advice_code == "01");
  CHECK_FALSE(read_error_answer(R"({"error":{"type":"card_error","payment_intent":{"id":"pi_1"}}})").intent);
}

TEST_CASE("a payment method is of somebody, or of nobody any more") {
  const auto kept = read_method_answer(R"({"id":"pm_1","object":"payment_method","customer":"cus_1"})");
  REQUIRE(kept);
  CHECK(kept->customer == "cus_1");
  CHECK(read_method_answer(R"({"id":"pm_1","object":"payment_method","customer":null})")->customer.empty());
  CHECK_FALSE(read_method_answer(R"({"id":"cus_1","object":"customer"})"));
}

TEST_CASE("events of a list stay as they are written") {
  const auto page = read_event_page_answer(
      "{\"object\":\"list\",\"data\":[ {\"id\": \"evt_2\", "
      "\"x\":1.50},{\"id\":\"evt_1\"}],\"has_more\":true,\"url\":\"/v1/events\"}");
  REQUIRE(page);
  REQUIRE(page->events.size() == 2);
  CHECK(page->events[0] == "{\"id\": \"evt_2\", \"x\":1.50}");
  CHECK(page->last_id == "evt_1");
  CHECK(page->more);
  const auto none = read_event_page_answer(R"({"object":"list","data":[],"has_more":true})");
  REQUIRE(none);
  CHECK_FALSE(none->more);
}

TEST_CASE("an invoice says what it is, what it comes to, and whose it is") {
  const auto open = read_invoice_answer(
      R"({"id":"in_1","object":"invoice","status":"open","number":"AB-0001","total":2380,"hosted_invoice_url":"https://x",)"
      R"("amount_due":1880,"amount_paid_off_stripe":80,"starting_balance":-500,"ending_balance":0,)"
      R"("lines":{"object":"list","data":[{"id":"il_1"}],"has_more":false},)"
      R"("metadata":{"weir_invoice":"inv_1","weir_installation":"ins_1"}})");
  REQUIRE(open.has_value());
  CHECK(open->id == "in_1");
  CHECK(open->status == "open");
  CHECK(open->number == "AB-0001");
  CHECK(open->url == "https://x");
  CHECK(open->total == 2380);
  CHECK(open->amount_due == 1880);
  CHECK(open->paid_off_stripe == 80);
  CHECK(open->starting_balance == -500);
  CHECK(open->ending_balance == 0);
  CHECK(open->has_lines);
  CHECK(open->marked_invoice == "inv_1");
  CHECK(open->marked_installation == "ins_1");
  const auto draft = read_invoice_answer(
      R"({"id":"in_1","object":"invoice","status":"draft","number":null,"total":0,"amount_due":0,"starting_balance":7,)"
      R"("ending_balance":null,"lines":{"data":[]},"metadata":{}})");
  REQUIRE(draft.has_value());
  CHECK(draft->number.empty());
  CHECK_FALSE(draft->has_lines);
  CHECK(draft->starting_balance == 7);
  CHECK_FALSE(draft->ending_balance.has_value());
  CHECK_FALSE(read_invoice_answer(R"({"id":"in_1","object":"invoice","status":"draft"})"));
  CHECK_FALSE(read_invoice_answer(R"({"id":"in_1","object":"invoice","status":"draft","total":0})"));
  CHECK_FALSE(read_invoice_answer(R"({"id":"in_1","object":"refund","status":"draft","total":0,"amount_due":0})"));
  const auto page = read_invoice_page_answer(
      R"({"object":"list","data":[{"id":"in_2","object":"invoice","status":"void","total":1,"amount_due":1}],"has_more":true})");
  REQUIRE(page.has_value());
  CHECK(page->more);
  CHECK(page->invoices.front().id == "in_2");
  CHECK_FALSE(read_invoice_page_answer(R"({"object":"list","data":[{"id":"in_2"}],"has_more":true})"));
}

TEST_CASE("what is not what was asked for is unavailable") {
  for (std::string_view text : {"", "{", "[]", "null", "{}", R"({"object":"list"})", R"({"object":"list","data":{}})",
                                R"({"object":"list","data":[1]})", R"({"object":"list","data":[{}]} x)"}) {
    CAPTURE(text);
    CHECK(read_event_page_answer(text).error().code == error_code::payment_provider_unavailable);
    CHECK_FALSE(read_session_answer(text));
    CHECK_FALSE(read_intent_answer(text));
    CHECK_FALSE(read_refund_answer(text));
    CHECK_FALSE(read_customer_answer(text));
  }
  CHECK_FALSE(read_customer_answer(R"({"id":"cus_1","object":"refund"})"));
}

TEST_CASE("an error has a type, a code and a message, or nothing") {
  const auto wrong =
      read_error_answer(R"({"error":{"type":"card_error","code":"card_declined","message":"No.","param":"x"}})");
  CHECK(wrong.type == "card_error");
  CHECK(wrong.code == "card_declined");
  CHECK(wrong.message == "No.");
  for (std::string_view text : {"", "<html>", "[]", R"({"error":"x"})"})
    CHECK(read_error_answer(text).type.empty());
}

TEST_CASE("a message that is too long is cut between two characters") {
  std::string euros;
  for (int i = 0; i < 400; ++i)
    euros += "\xe2\x82\xac";
  const auto wrong = read_error_answer(R"({"error":{"type":"api_error","message":")" + euros + "\"}}");
  CHECK(wrong.message == euros.substr(0, 999));
}
