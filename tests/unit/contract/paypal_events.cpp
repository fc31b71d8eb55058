// Events of PayPal as its documentation has them: what every one says, and what those about money say.
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <weir/contract/payment_record.hpp>
#include <weir/contract/paypal_event.hpp>
#include <weir/contract/provider_event.hpp>
#include <weir/contract/topics.hpp>

using namespace weir;
using namespace weir::contract;
using billing::dispute_state;
using billing::payment_state;
using billing::refund_state;

namespace {

std::string event(std::string_view type, std::string_view resource) {
  return R"({"id":"WH-1","event_version":"1.0","create_time":"2026-11-27T20:00:00.123Z","resource_type":"capture","resource_version":"2.0",)"
         R"("event_type":")" +
         std::string(type) + R"(","summary":"For people.","resource":)" + std::string(resource) + ",\"links\":[]}";
}

std::string replaced(std::string_view in, std::string_view part, std::string_view by) {
  std::string out(in);
  const auto at = out.find(part);
  REQUIRE(at != std::string::npos);
  return out.replace(at, part.size(), by);
}

template<class news>
news read(std::string_view type, std::string_view resource) {
  auto said = read_paypal_news(event(type, resource));
  REQUIRE_MESSAGE(said.has_value(), said.error().detail);
  REQUIRE(std::holds_alternative<news>(*said));
  return std::get<news>(*said);
}

bool is_malformed(std::string_view type, std::string_view resource) {
  auto said = read_paypal_news(event(type, resource));
  return !said && said.error().code == error_code::webhook_body_malformed;
}

constexpr std::string_view capture =
    R"({"id":"2GG279541U471931P","status":"COMPLETED","amount":{"currency_code":"USD","value":"20.00"},"custom_id":"pay_1",)"
    R"("final_capture":true,"supplementary_data":{"related_ids":{"order_id":"5O190127TN364715T"}},"links":[)"
    R"({"href":"https://api.paypal.com/v2/payments/captures/2GG279541U471931P","rel":"self","method":"GET"},)"
    R"({"href":"https://api.paypal.com/v2/checkout/orders/5O190127TN364715T","rel":"up","method":"GET"}]})";
constexpr std::string_view order =
    R"({"id":"5O190127TN364715T","intent":"CAPTURE","status":"APPROVED","purchase_units":[{"reference_id":"default","custom_id":"pay_1",)"
    R"("amount":{"currency_code":"USD","value":"20.00"}}]})";
constexpr std::string_view completed =
    R"({"id":"5O190127TN364715T","status":"COMPLETED","purchase_units":[{"custom_id":"pay_1","payments":{"captures":[)"
    R"({"id":"2GG279541U471931P","status":"COMPLETED","amount":{"currency_code":"USD","value":"20.00"}}]}}]})";
constexpr std::string_view refund =
    R"({"id":"1JU08902781691411","status":"COMPLETED","amount":{"currency_code":"USD","value":"5.00"},"custom_id":"rfd_1","links":[)"
    R"({"href":"https://api.paypal.com/v2/payments/refunds/1JU08902781691411","rel":"self","method":"GET"},)"
    R"({"href":"https://api.paypal.com/v2/payments/captures/2GG279541U471931P","rel":"up","method":"GET"}]})";
constexpr std::string_view dispute =
    R"({"dispute_id":"PP-D-27803","reason":"MERCHANDISE_OR_SERVICE_NOT_RECEIVED","status":"OPEN",)"
    R"("dispute_amount":{"currency_code":"USD","value":"15.00"},"seller_response_due_date":"2026-12-07T00:00:00.000Z",)"
    R"("disputed_transactions":[{"seller_transaction_id":"2GG279541U471931P","custom":"pay_1"}]})";

}  // namespace

TEST_CASE("an event says what it is, when it happened and what it is about") {
  const auto e = read_provider_event(paypal_provider, event("PAYMENT.CAPTURE.COMPLETED", capture)).value();
  CHECK(e.id == "WH-1");
  CHECK(e.type == "PAYMENT.CAPTURE.COMPLETED");
  CHECK(e.api_version == "2.0");
  CHECK(format_rfc3339(e.occurred_at) == "2026-11-27T20:00:00.123Z");
  CHECK_FALSE(e.live);
  CHECK(e.object_id == "2GG279541U471931P");
  CHECK(e.related_id == "2GG279541U471931P");
  const auto related = [](std::string_view type, std::string_view resource) {
    const auto e = read_paypal_event(event(type, resource)).value();
    return e.object_id + " " + e.related_id;
  };
  CHECK(related("CHECKOUT.ORDER.APPROVED", order) == "5O190127TN364715T ");
  CHECK(related("CHECKOUT.ORDER.COMPLETED", completed) == "5O190127TN364715T 2GG279541U471931P");
  CHECK(related("PAYMENT.CAPTURE.REFUNDED", refund) == "1JU08902781691411 2GG279541U471931P");
  CHECK(related("CUSTOMER.DISPUTE.CREATED", dispute) == "PP-D-27803 2GG279541U471931P");
  CHECK(related("BILLING.SUBSCRIPTION.CREATED", R"({"id":"I-BW452GLLEP1G"})") == "I-BW452GLLEP1G ");
}

TEST_CASE("what is no event is malformed") {
  for (std::string_view body : {"", "[]", "{}", "null", "no JSON"})
    CHECK_FALSE(read_paypal_event(body));
  const auto whole = event("PAYMENT.CAPTURE.COMPLETED", capture);
  for (const auto& [part, by] : {std::pair("\"WH-1\"", "\"\""),
                                 {"\"WH-1\"", "7"},
                                 {"\"WH-1\"", "\"a b\""},
                                 {"event_type", "type"},
                                 {"create_time", "created"},
                                 {"2026-11-27T", "some day"}}) {
    const auto r = read_paypal_event(replaced(whole, part, by));
    REQUIRE_FALSE(r);
    CHECK(r.error().code == error_code::webhook_body_malformed);
  }
  CHECK(read_paypal_event(replaced(whole, "\"resource\":{", "\"resource\":null,\"more\":{")));
}

TEST_CASE("captures are payments") {
  const auto paid = read<paypal_payment>("PAYMENT.CAPTURE.COMPLETED", capture);
  CHECK(paid.state == payment_state::succeeded);
  CHECK(paid.intent == "2GG279541U471931P");
  CHECK(paid.session == "5O190127TN364715T");
  CHECK(paid.payment == "pay_1");
  CHECK(paid.currency == "USD");
  CHECK(paid.received == "20.00");
  const auto pending = read<paypal_payment>("PAYMENT.CAPTURE.PENDING", capture);
  CHECK(pending.state == payment_state::processing);
  CHECK(pending.intent == "2GG279541U471931P");
  CHECK(pending.received.empty());
  // A further capture of the order has another id.
  const auto denied = read<paypal_payment>(
      "PAYMENT.CAPTURE.DENIED",
      replaced(capture, R"("final_capture":true)", R"("status_details":{"reason":"DECLINED_BY_RISK_FRAUD_FILTERS"})"));
  CHECK(denied.state == payment_state::failed);
  CHECK(denied.intent.empty());
  CHECK(denied.failure_code == "declined_by_risk_fraud_filters");
  CHECK(read<paypal_payment>("PAYMENT.CAPTURE.DECLINED", capture).failure_code == "capture_denied");
  const auto older = replaced(capture, R"("supplementary_data":{"related_ids":{"order_id":"5O190127TN364715T"}},)", "");
  CHECK(read<paypal_payment>("PAYMENT.CAPTURE.COMPLETED", older).session == "5O190127TN364715T");
  CHECK(is_malformed("PAYMENT.CAPTURE.COMPLETED", replaced(capture, "amount", "sum")));
  CHECK(is_malformed("PAYMENT.CAPTURE.COMPLETED", replaced(capture, R"("20.00")", "20.00")));
  CHECK(is_malformed("PAYMENT.CAPTURE.COMPLETED", replaced(capture, R"({"id":)", R"({"is":)")));
}

TEST_CASE("orders are approved, completed or left alone") {
  const auto approved = read<paypal_approval>("CHECKOUT.ORDER.APPROVED", order);
  CHECK(approved.session == "5O190127TN364715T");
  CHECK(approved.payment == "pay_1");
  const auto paid = read<paypal_payment>("CHECKOUT.ORDER.COMPLETED", completed);
  CHECK(paid.state == payment_state::succeeded);
  CHECK(paid.intent == "2GG279541U471931P");
  CHECK(paid.session == "5O190127TN364715T");
  CHECK(paid.payment == "pay_1");
  CHECK(paid.received == "20.00");
  // Its capture is pending: another event says what becomes of it.
  read<paypal_silence>("CHECKOUT.ORDER.COMPLETED",
                       replaced(completed, R"("status":"COMPLETED","amount")", R"("status":"PENDING","amount")"));
  const auto gone = read<paypal_payment>("CHECKOUT.PAYMENT-APPROVAL.REVERSED", R"({"order_id":"5O190127TN364715T"})");
  CHECK(gone.state == payment_state::canceled);
  CHECK(gone.session == "5O190127TN364715T");
}

TEST_CASE("refunds are of the capture that they link to") {
  for (const auto& [type, state] : {std::pair("PAYMENT.CAPTURE.REFUNDED", refund_state::succeeded),
                                    {"PAYMENT.CAPTURE.REVERSED", refund_state::succeeded},
                                    {"PAYMENT.REFUND.PENDING", refund_state::pending},
                                    {"PAYMENT.REFUND.FAILED", refund_state::failed}}) {
    const auto r = read<paypal_refund>(type, refund);
    CHECK(r.state == state);
    CHECK(r.id == "1JU08902781691411");
    CHECK(r.intent == "2GG279541U471931P");
    CHECK(r.refund == "rfd_1");
    CHECK(r.amount == "5.00");
    CHECK(r.currency == "USD");
  }
  read<paypal_silence>("PAYMENT.CAPTURE.REFUNDED", replaced(refund, "/captures/", "/sales/"));
  CHECK(is_malformed("PAYMENT.CAPTURE.REFUNDED", replaced(refund, "amount", "sum")));
}

TEST_CASE("disputes wait for us, are looked at, or are over") {
  const auto opened = read<paypal_dispute>("CUSTOMER.DISPUTE.CREATED", dispute);
  CHECK(opened.state == dispute_state::needs_response);
  CHECK(opened.id == "PP-D-27803");
  CHECK(opened.intent == "2GG279541U471931P");
  CHECK(opened.amount == "15.00");
  CHECK(opened.reason == "merchandise_or_service_not_received");
  CHECK(opened.respond_by == parse_rfc3339("2026-12-07T00:00:00Z").value());
  const auto state = [](std::string_view status, std::string_view outcome) {
    const auto text = replaced(dispute, R"("status":"OPEN")",
                               R"("status":")" + std::string(status) + R"(","dispute_outcome":{"outcome_code":")" +
                                   std::string(outcome) + R"("})");
    return read<paypal_dispute>("CUSTOMER.DISPUTE.UPDATED", text).state;
  };
  CHECK(state("WAITING_FOR_SELLER_RESPONSE", "") == dispute_state::needs_response);
  CHECK(state("WAITING_FOR_BUYER_RESPONSE", "") == dispute_state::under_review);
  CHECK(state("UNDER_REVIEW", "") == dispute_state::under_review);
  CHECK(state("RESOLVED", "RESOLVED_BUYER_FAVOUR") == dispute_state::lost);
  CHECK(state("RESOLVED", "ACCEPTED") == dispute_state::lost);
  CHECK(state("RESOLVED", "RESOLVED_SELLER_FAVOUR") == dispute_state::won);
  CHECK(state("RESOLVED", "CANCELED_BY_BUYER") == dispute_state::won);
  CHECK(is_malformed("CUSTOMER.DISPUTE.CREATED", replaced(dispute, "dispute_amount", "sum")));
}

TEST_CASE("everything else says nothing about money of orders") {
  for (std::string_view type : {"BILLING.SUBSCRIPTION.ACTIVATED", "PAYMENT.SALE.COMPLETED",
                                "VAULT.PAYMENT-TOKEN.CREATED", "CHECKOUT.ORDER.SAVED", "payment.capture.completed"})
    read<paypal_silence>(type, capture);
}

TEST_CASE("types of PayPal are told as event patterns are written") {
  CHECK(told_type("paypal", "PAYMENT.CAPTURE.COMPLETED") == "paypal.payment.capture.completed");
  CHECK(told_type("paypal", "CHECKOUT.PAYMENT-APPROVAL.REVERSED") == "paypal.checkout.payment_approval.reversed");
  CHECK(told_type("stripe", "invoice.paid") == "stripe.invoice.paid");
}

TEST_CASE("a record of PayPal is read as it was written, one of nobody is not") {
  payment_record given{std::string(paypal_provider), payment_provider_id{}, payment_source::webhook,
                       timestamp::from_ms(1'700'000'000'000), event("PAYMENT.CAPTURE.COMPLETED", capture)};
  const auto written = write_payment_record(given, request_id{}, 4, {});
  std::vector<stream::header> headers;
  for (const auto& h : written.headers)
    headers.push_back({h.name, h.value});
  stream::record r;
  r.key = written.key;
  r.value = written.value;
  r.headers = headers;
  const auto back = read_payment_record(r);
  REQUIRE(back);
  CHECK(back->provider == "paypal");
  CHECK(back->body == given.body);
  for (auto& h : headers)
    if (h.name == provider_header) h.value = "somebody";
  CHECK_FALSE(read_payment_record(r));
}
