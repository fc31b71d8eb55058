// Events of Stripe as its documentation has them: what every one says, and what those about money say.
#include <algorithm>
#include <vector>

#include <doctest/doctest.h>

#include <weir/contract/payment_record.hpp>
#include <weir/contract/stripe_event.hpp>
#include <weir/contract/stripe_objects.hpp>
#include <weir/contract/topics.hpp>

using namespace weir;
using namespace weir::contract;
using billing::dispute_state;
using billing::payment_state;
using billing::refund_state;

namespace {

std::string event(std::string_view type, std::string_view object) {
  return R"({"id":"evt_1","object":"event","api_version":"2026-10-28.endive","created":1700000000,"livemode":false,"type":")" +
         std::string(type) +
         R"(","pending_webhooks":1,"request":{"id":null,"idempotency_key":null},"data":{"object":)" +
         std::string(object) + "}}";
}

std::string without(std::string text, std::string_view part) {
  const auto at = text.find(part);
  REQUIRE(at != std::string::npos);
  return text.erase(at, part.size());
}

template<class news>
news read(std::string_view type, std::string_view object) {
  auto said = read_stripe_news(event(type, object));
  REQUIRE_MESSAGE(said.has_value(), said.error().detail);
  REQUIRE(std::holds_alternative<news>(*said));
  return std::get<news>(*said);
}

std::string refusal(std::string_view type, std::string_view object) {
  auto said = read_stripe_news(event(type, object));
  REQUIRE_FALSE(said.has_value());
  CHECK(said.error().code == error_code::webhook_body_malformed);
  return said.error().detail;
}

constexpr std::string_view intent =
    R"({"id":"pi_1","object":"payment_intent","amount":2000,"amount_received":2000,"currency":"usd","metadata":{"weir_payment":"pay_1"},)"
    R"("last_payment_error":{"code":"card_declined","decline_code":"insufficient_funds","message":"Your card has insufficient funds."}})";
constexpr std::string_view session =
    R"({"id":"cs_1","object":"checkout.session","mode":"payment","payment_status":"paid","payment_intent":"pi_1","amount_total":2000,)"
    R"("currency":"usd","metadata":{"weir_payment":"pay_1"}})";

}  // namespace

TEST_CASE("an event says what it is, when it happened and what it is about") {
  const auto e = read_stripe_event(event("payment_intent.succeeded", intent)).value();
  CHECK(e.id == "evt_1");
  CHECK(e.type == "payment_intent.succeeded");
  CHECK(e.api_version == "2026-10-28.endive");
  CHECK(e.created == timestamp::from_ms(1'700'000'000'000));
  CHECK_FALSE(e.live);
  CHECK_FALSE(e.thin);
  CHECK(e.object_id == "pi_1");
  CHECK(e.intent == "pi_1");
  CHECK(read_stripe_event(event("checkout.session.completed", session)).value().intent == "pi_1");
  // Expanded, as an account may have chosen.
  CHECK(read_stripe_event(
            event("refund.created", R"({"id":"re_1","payment_intent":{"id":"pi_2","object":"payment_intent"}})"))
            .value()
            .intent == "pi_2");
  CHECK(read_stripe_event(event("customer.created", R"({"id":"cus_1","object":"customer"})")).value().intent.empty());
}

TEST_CASE("a thin event is one, and says what it is about") {
  const auto e =
      read_stripe_event(
          R"({"id":"evt_test_1","object":"v2.core.event","type":"v1.billing.meter.error_report_triggered",)"
          R"("livemode":true,"created":"2026-11-20T06:20:52.246Z","related_object":{"id":"mtr_1","type":"billing.meter",)"
          R"("url":"/v1/billing/meters/mtr_1"}})")
          .value();
  CHECK(e.thin);
  CHECK(e.live);
  CHECK(e.object_id == "mtr_1");
  CHECK(format_rfc3339(e.created) == "2026-11-20T06:20:52.246Z");
}

TEST_CASE("a thin event says nothing of money, whatever its type") {
  for (const auto* type : {"v1.billing.meter.error_report_triggered", "payment_intent.succeeded"}) {
    const auto thin = std::string(R"({"id":"evt_test_1","object":"v2.core.event","livemode":true,"type":")") + type +
                      R"(","created":"2026-11-20T06:20:52.246Z","data":{"object":)" + std::string(intent) + "}}";
    const auto news = read_stripe_news(thin);
    REQUIRE(news.has_value());
    CHECK(std::holds_alternative<stripe_notice>(*news));
  }
}

TEST_CASE("an object of another kind than the type of its event says is refused") {
  for (const auto* type :
       {"payment_intent.succeeded", "checkout.session.completed", "refund.updated", "charge.dispute.closed"}) {
    CAPTURE(type);
    CHECK(refusal(type, R"({"id":"x_1","object":"x","mode":"payment","status":"won","amount":1,"currency":"usd"})")
              .contains("object"));
  }
}

TEST_CASE("what is no event is refused, and the detail says why") {
  const auto whole = event("payment_intent.succeeded", intent);
  for (std::string_view part : {R"("id":"evt_1",)", R"("type":"payment_intent.succeeded",)", R"("created":1700000000,)",
                                R"("livemode":false,)"}) {
    CAPTURE(part);
    auto e = read_stripe_event(without(whole, part));
    REQUIRE_FALSE(e.has_value());
    CHECK(e.error().code == error_code::webhook_body_malformed);
  }
  for (std::string_view text : {"", "{", "[]", "1", R"({"id":"evt_1"})", "\xff"})
    CHECK_FALSE(read_stripe_event(text).has_value());
  CHECK_FALSE(read_stripe_event(event("x", "[]")).has_value());
  CHECK_FALSE(read_stripe_event(event("with blank", "{}")).has_value());
  CHECK_FALSE(read_stripe_event(event(std::string(256, 'x'), "{}")).has_value());
}

TEST_CASE("unknown types and members are read all the same") {
  CHECK(read_stripe_event(event("novelty.appeared", R"({"id":"nov_1","deep":[{"x":1.5e300}]})")).has_value());
  read<stripe_silence>("novelty.appeared", R"({"id":"nov_1"})");
  read<stripe_silence>("charge.succeeded", R"({"id":"ch_1","payment_intent":"pi_1","amount":2000})");
}

TEST_CASE("payment intents") {
  auto p = read<stripe_payment>("payment_intent.succeeded", intent);
  CHECK(p.intent == "pi_1");
  CHECK(p.payment == "pay_1");
  CHECK(p.currency == "usd");
  CHECK(p.received == 2000);
  CHECK(p.state == payment_state::succeeded);
  CHECK(p.failure_code.empty());
  p = read<stripe_payment>("payment_intent.payment_failed", intent);
  CHECK(p.state == payment_state::failed);
  CHECK(p.received == 0);
  CHECK(p.failure_code == "insufficient_funds");
  CHECK(p.failure_message == "Your card has insufficient funds.");
  CHECK(read<stripe_payment>("payment_intent.processing", intent).state == payment_state::processing);
  CHECK(read<stripe_payment>("payment_intent.canceled", intent).state == payment_state::canceled);
  CHECK(read<stripe_payment>("payment_intent.requires_action", intent).state == payment_state::open);
  CHECK(refusal("payment_intent.succeeded", without(std::string(intent), R"("amount_received":2000,)")) ==
        "Its object has no amount_received that can be read.");
  CHECK(refusal("payment_intent.canceled", without(std::string(intent), R"("currency":"usd",)")) ==
        "Its object has no currency that can be read.");
}

TEST_CASE("pages: completed is paid only when it says so") {
  auto p = read<stripe_payment>("checkout.session.completed", session);
  CHECK(p.session == "cs_1");
  CHECK(p.intent == "pi_1");
  CHECK(p.payment == "pay_1");
  CHECK(p.state == payment_state::succeeded);
  CHECK(p.received == 2000);
  const std::string later =
      R"({"id":"cs_1","mode":"payment","payment_status":"unpaid","payment_intent":"pi_1","currency":"usd"})";
  CHECK(read<stripe_payment>("checkout.session.completed", later).state == payment_state::processing);
  CHECK(read<stripe_payment>("checkout.session.async_payment_failed", later).state == payment_state::failed);
  CHECK(read<stripe_payment>(
            "checkout.session.expired",
            R"({"id":"cs_1","mode":"payment","payment_status":"unpaid","payment_intent":null,"currency":"usd"})")
            .state == payment_state::canceled);
  CHECK(read<stripe_payment>("checkout.session.async_payment_succeeded", session).state == payment_state::succeeded);
  read<stripe_silence>("checkout.session.completed",
                       R"({"id":"cs_1","mode":"setup","payment_status":"no_payment_required"})");
}

TEST_CASE("refunds and disputes") {
  const auto r = read<stripe_refund>(
      "refund.updated",
      R"({"id":"re_1","object":"refund","amount":500,"currency":"usd","payment_intent":"pi_1",)"
      R"("status":"failed","failure_reason":"expired_or_canceled_card","metadata":{"weir_refund":"rfd_1"}})");
  CHECK(r.id == "re_1");
  CHECK(r.intent == "pi_1");
  CHECK(r.refund == "rfd_1");
  CHECK(r.amount == 500);
  CHECK(r.state == refund_state::failed);
  CHECK(r.failure_code == "expired_or_canceled_card");
  CHECK(refusal("refund.updated", R"({"id":"re_1","amount":500,"currency":"usd","status":"novel"})") ==
        "Its object has no status that can be read.");
  const auto d = read<stripe_dispute>(
      "charge.dispute.created",
      R"({"id":"du_1","object":"dispute","amount":2000,"currency":"usd","payment_intent":"pi_1",)"
      R"("status":"warning_needs_response","reason":"fraudulent","evidence_details":{"due_by":1700600000}})");
  CHECK(d.id == "du_1");
  CHECK(d.intent == "pi_1");
  CHECK(d.state == dispute_state::needs_response);
  CHECK(d.reason == "fraudulent");
  CHECK(d.respond_by == timestamp::from_ms(1'700'600'000'000));
  CHECK(refusal("charge.dispute.closed", R"({"id":"du_1","amount":2000,"currency":"usd","status":"?"})") ==
        "Its object has no status that can be read.");
}

TEST_CASE("payment methods: what they are, whose, and never a number") {
  constexpr std::string_view card =
      R"({"id":"pm_1","object":"payment_method","type":"card","created":1690000000,"customer":"cus_1",)"
      R"("card":{"brand":"visa","last4":"4242","exp_month":4,"exp_year":2030,"fingerprint":"x"}})";
  for (std::string_view type :
       {"payment_method.attached", "payment_method.updated", "payment_method.automatically_updated"}) {
    const auto said = read<stripe_method>(type, card);
    CHECK(said.id == "pm_1");
    CHECK(said.customer == "cus_1");
    CHECK(said.state == billing::method_state::attached);
    CHECK(said.details == billing::method_details{"card", "visa", "4242", 4, 2030});
    CHECK(said.made_at == timestamp::from_ms(1'690'000'000'000));
  }
  const auto account = read<stripe_method>(
      "payment_method.attached",
      R"({"id":"pm_2","type":"sepa_debit","created":1690000000,"customer":{"id":"cus_1"},"sepa_debit":{"last4":"DE89370400440532013000"}})");
  CHECK(account.details == billing::method_details{"sepa_debit", "", "DE89", {}, {}});
  CHECK(refusal("payment_method.attached", R"({"id":"pm_1","customer":"cus_1","created":1})").contains("type"));
  CHECK(refusal("payment_method.attached", R"({"id":"pm_1","customer":"cus_1","type":"card"})").contains("created"));
}

TEST_CASE("a payment method that was detached was of somebody before") {
  const auto body =
      event("payment_method.detached", R"({"id":"pm_1","type":"card","created":1690000000,"customer":null})");
  const auto told = body.substr(0, body.size() - 2) + R"(,"previous_attributes":{"customer":"cus_1"}}})";
  const auto said = std::get<stripe_method>(read_stripe_news(told).value());
  CHECK(said.customer == "cus_1");
  CHECK(said.state == billing::method_state::detached);
  CHECK(std::get<stripe_method>(read_stripe_news(body).value()).customer.empty());
}

TEST_CASE("a method is chosen on a page or in the dashboard, a customer that changes otherwise says nothing") {
  const auto kept =
      read<stripe_choice>("setup_intent.succeeded", R"({"id":"seti_1","customer":"cus_1","payment_method":"pm_1"})");
  CHECK(kept.customer == "cus_1");
  CHECK(kept.method == "pm_1");
  read<stripe_silence>("setup_intent.succeeded", R"({"id":"seti_1","customer":null,"payment_method":"pm_1"})");
  const auto body = event("customer.updated", R"({"id":"cus_1","invoice_settings":{"default_payment_method":"pm_2"}})");
  const auto before = [&](std::string_view what) {
    return read_stripe_news(body.substr(0, body.size() - 2) + R"(,"previous_attributes":)" + std::string(what) + "}}")
        .value();
  };
  CHECK(std::get<stripe_choice>(before(R"({"invoice_settings":{"default_payment_method":null}})")).method == "pm_2");
  CHECK(std::holds_alternative<stripe_silence>(before(R"({"invoice_settings":{"footer":null}})")));
  CHECK(std::holds_alternative<stripe_silence>(before(R"({"email":null})")));
  CHECK(read<stripe_departure>("customer.deleted", R"({"id":"cus_1"})").customer == "cus_1");
}

TEST_CASE("an invoice at Stripe is paid by an intent, or says nothing about money that moved there") {
  const std::string paid =
      R"({"id":"inpay_1","object":"invoice_payment","amount_paid":2000,"amount_requested":2000,"currency":"usd",)"
      R"("invoice":"in_1","payment":{"type":"payment_intent","payment_intent":"pi_1"},"status":"paid"})";
  const auto said = read<stripe_invoice_payment>("invoice_payment.paid", paid);
  CHECK(said.invoice == "in_1");
  CHECK(said.intent == "pi_1");
  CHECK(said.currency == "usd");
  CHECK(said.amount == 2000);
  CHECK(read_stripe_event(event("invoice_payment.paid", paid))->intent == "pi_1");
  read<stripe_silence>("invoice_payment.paid",
                       R"({"id":"inpay_1","object":"invoice_payment","amount_paid":2000,"currency":"usd",)"
                       R"("invoice":"in_1","payment":{"type":"payment_record","payment_record":"pr_1"}})");
  for (std::string_view part :
       {R"("invoice":"in_1",)", R"("amount_paid":2000,)", R"("currency":"usd",)", R"("object":"invoice_payment",)"}) {
    CAPTURE(part);
    CHECK_FALSE(read_stripe_news(event("invoice_payment.paid", without(paid, part))));
  }
}

TEST_CASE("a record of payments is read as it was written, byte for byte") {
  payment_record what{"stripe", payment_provider_id{}, payment_source::sweep, timestamp::from_ms(1'700'000'000'123),
                      "{\"id\" : \"evt_1\"}\n"};
  const auto out =
      write_payment_record(what, request_id{}, 64, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  CHECK(out.topic == payments_topic);
  std::vector<stream::header> headers;
  for (const auto& h : out.headers)
    headers.push_back({h.name, h.value});
  const auto with = [&](std::span<const stream::header> given) {
    stream::record r;
    r.key = out.key;
    r.value = out.value;
    r.headers = given;
    return read_payment_record(r);
  };
  const auto again = with(headers).value();
  CHECK(again.provider == what.provider);
  CHECK(again.account == what.account);
  CHECK(again.source == what.source);
  CHECK(again.received_at == what.received_at);
  CHECK(again.body == what.body);
  for (std::size_t i = 0; i < 5; ++i) {
    auto fewer = headers;
    fewer[i].value = "other";
    if (fewer[i].name == request_header) continue;
    CAPTURE(fewer[i].name);
    CHECK_FALSE(with(fewer).has_value());
  }
  for (const auto& wanted : topic_contracts()) {
    if (wanted.name != payments_topic) continue;
    for (const auto& h : wanted.headers)
      CHECK(std::ranges::any_of(headers, [&](const auto& is) { return is.name == h.name; }));
  }
}
