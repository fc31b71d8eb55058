// Requests to Stripe, byte for byte as Stripe's own libraries write them.
#include <doctest/doctest.h>

#include <weir/http/stripe_requests.hpp>

using namespace weir;
using namespace weir::http;

namespace {

const stripe_marks marks{"ins_1", "tnt_1", "inv_1", "pay_1"};

}  // namespace

TEST_CASE("names of a form keep their brackets, values are encoded") {
  stripe_form form;
  form.add("metadata[k]", "a b&c=d@e+f").add("amount", 12).add("name", "Kähler");
  CHECK(form.take() == "metadata[k]=a%20b%26c%3Dd%40e%2Bf&amount=12&name=K%C3%A4hler");
}

TEST_CASE("a customer is asked for with its tenant") {
  auto made = create_customer({"cus_key", "Acme & Co", "", {"ins_1", "tnt_1"}});
  CHECK(made.method == "POST");
  CHECK(made.path == "/v1/customers");
  CHECK(made.key == "cus_key");
  CHECK(made.form == "name=Acme%20%26%20Co&metadata[weir_installation]=ins_1&metadata[weir_tenant]=tnt_1");
  CHECK(create_customer({"k", "A", "a@example.com", {}}).form == "name=A&email=a%40example.com");
}

TEST_CASE("a page carries the payment on itself and on its intent") {
  const auto made = create_session({.key = "k",
                                    .amount = 1999,
                                    .currency = "eur",
                                    .name = "INV-000001",
                                    .customer = "cus_1",
                                    .success_url = "https://weir.example.com/a?b=c",
                                    .cancel_url = "https://weir.example.com/",
                                    .expires_at = timestamp::from_ms(1'800'000'000'000),
                                    .marks = marks});
  CHECK(made.path == "/v1/checkout/sessions");
  CHECK(
      made.form ==
      "mode=payment&client_reference_id=pay_1&customer=cus_1&line_items[0][quantity]=1"
      "&line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=1999"
      "&line_items[0][price_data][product_data][name]=INV-000001&success_url=https%3A%2F%2Fweir.example.com%2Fa%3Fb%3Dc"
      "&cancel_url=https%3A%2F%2Fweir.example.com%2F&expires_at=1800000000&metadata[weir_installation]=ins_1"
      "&metadata[weir_tenant]=tnt_1&metadata[weir_invoice]=inv_1&metadata[weir_payment]=pay_1"
      "&payment_intent_data[description]=INV-000001&payment_intent_data[metadata][weir_installation]=ins_1"
      "&payment_intent_data[metadata][weir_tenant]=tnt_1&payment_intent_data[metadata][weir_invoice]=inv_1"
      "&payment_intent_data[metadata][weir_payment]=pay_1");
}

TEST_CASE("a page keeps what is paid with when it is asked to") {
  wanted_session page;
  page.save_method = true;
  const auto made = create_session(page);
  CHECK(made.form.contains("&payment_intent_data[setup_future_usage]=off_session&"));
  page.save_method = false;
  CHECK_FALSE(create_session(page).form.contains("setup_future_usage"));
}

TEST_CASE("a page to keep a payment method on has no amount") {
  const auto made = create_setup_session({"k", "eur", "cus_1", "https://a/?b=c", "https://a/", {"ins_1", "tnt_1"}});
  CHECK(made.path == "/v1/checkout/sessions");
  CHECK(made.key == "k");
  CHECK(made.form ==
        "mode=setup&currency=eur&customer=cus_1&success_url=https%3A%2F%2Fa%2F%3Fb%3Dc&cancel_url=https%3A%2F%2Fa%2F"
        "&metadata[weir_installation]=ins_1&metadata[weir_tenant]=tnt_1"
        "&setup_intent_data[metadata][weir_installation]=ins_1&setup_intent_data[metadata][weir_tenant]=tnt_1");
}

TEST_CASE("a charge is confirmed at once, without its payer, and its key is the id of the payment") {
  const auto made = create_charge({"pay_1", 1999, "eur", "INV-000001", "cus_1", "pm_1", "card", marks});
  CHECK(made.path == "/v1/payment_intents");
  CHECK(made.key == "pay_1");
  CHECK(made.form ==
        "amount=1999&currency=eur&customer=cus_1&payment_method=pm_1&payment_method_types[0]=card&confirm=true"
        "&off_session=true&description=INV-000001&metadata[weir_installation]=ins_1&metadata[weir_tenant]=tnt_1"
        "&metadata[weir_invoice]=inv_1&metadata[weir_payment]=pay_1");
}

TEST_CASE("what is ended is asked for without a key, as its refusal of then says nothing of now") {
  CHECK(cancel_intent("pi_1").path == "/v1/payment_intents/pi_1/cancel");
  CHECK(detach_method("pm_1").path == "/v1/payment_methods/pm_1/detach");
  CHECK(cancel_intent("pi_1").key.empty());
  CHECK(detach_method("pm_1").key.empty());
  CHECK(retrieve_method("pm_1").path == "/v1/payment_methods/pm_1");
}

TEST_CASE("an hour of a meter is said with one name for itself and its request") {
  const auto made = create_meter_event(
      {"ten_1_202611271400_2_ab", "api calls", "cus_1", "12.5", timestamp::from_ms(1'795'788'002'000)});
  CHECK(made.method == "POST");
  CHECK(made.path == "/v1/billing/meter_events");
  CHECK(made.key == "ten_1_202611271400_2_ab");
  CHECK(made.form ==
        "event_name=api%20calls&identifier=ten_1_202611271400_2_ab&timestamp=1795788002"
        "&payload[stripe_customer_id]=cus_1&payload[value]=12.5");
}

TEST_CASE("an invoice is a draft that nothing is added to by itself") {
  const auto made = create_invoice({"inv_1_create_1_ab",
                                    "cus_1",
                                    "usd",
                                    timestamp::from_ms(1'795'788'002'000),
                                    "Invoice INV-000042",
                                    {"ins_1", "ten_1", "inv_1"}});
  CHECK(made.method == "POST");
  CHECK(made.path == "/v1/invoices");
  CHECK(made.key == "inv_1_create_1_ab");
  CHECK(made.form ==
        "customer=cus_1&currency=usd&auto_advance=false&collection_method=send_invoice&due_date=1795788002"
        "&description=Invoice%20INV-000042&pending_invoice_items_behavior=exclude&automatic_tax[enabled]=false"
        "&discounts=&metadata[weir_installation]=ins_1&metadata[weir_tenant]=ten_1&metadata[weir_invoice]=inv_1");
}

TEST_CASE("lines of an invoice are added together, and it is ended in ways of its own") {
  const auto from = timestamp::from_ms(1'795'780'000'000), to = timestamp::from_ms(1'795'790'000'000);
  const auto lines = add_invoice_lines("in_1", "k", {{2000, "Base fee", from, to}, {-100, "Credit", from, to}});
  CHECK(lines.path == "/v1/invoices/in_1/add_lines");
  CHECK(lines.key == "k");
  CHECK(lines.form ==
        "lines[0][amount]=2000&lines[0][description]=Base%20fee&lines[0][discountable]=false"
        "&lines[0][period][start]=1795780000&lines[0][period][end]=1795790000"
        "&lines[1][amount]=-100&lines[1][description]=Credit&lines[1][discountable]=false"
        "&lines[1][period][start]=1795780000&lines[1][period][end]=1795790000");
  CHECK(finalize_invoice("in_1", "k").path == "/v1/invoices/in_1/finalize");
  CHECK(finalize_invoice("in_1", "k").form == "auto_advance=false");
  CHECK(pay_invoice_out_of_band("in_1", "k").path == "/v1/invoices/in_1/pay");
  CHECK(pay_invoice_out_of_band("in_1", "k").form == "paid_out_of_band=true");
  CHECK(void_invoice("in_1", "k").path == "/v1/invoices/in_1/void");
  CHECK(mark_invoice_uncollectible("in_1", "k").path == "/v1/invoices/in_1/mark_uncollectible");
  CHECK(retrieve_invoice("in_1").path == "/v1/invoices/in_1");
  CHECK(list_invoices("cus_1", from, "in_9").path ==
        "/v1/invoices?customer=cus_1&limit=100&created[gte]=1795780000&starting_after=in_9");
}

TEST_CASE("a refund is of an intent and carries its row") {
  const auto made = create_refund({"rfd_1", "pi_1", 500, {"ins_1", "tnt_1", {}, "pay_1", "rfd_1"}});
  CHECK(made.path == "/v1/refunds");
  CHECK(made.form ==
        "payment_intent=pi_1&amount=500&metadata[weir_installation]=ins_1&metadata[weir_tenant]=tnt_1"
        "&metadata[weir_payment]=pay_1&metadata[weir_refund]=rfd_1");
}

TEST_CASE("events are listed by the seconds that they were created in") {
  CHECK(list_events({}).path == "/v1/events?limit=100");
  const auto from = timestamp::from_ms(1'700'000'000'999);
  const auto made =
      list_events({.from = from, .to = timestamp::from_ms(1'700'000'100'000), .after = "evt_1", .limit = 5});
  CHECK(made.method == "GET");
  CHECK(made.key.empty());
  CHECK(made.path == "/v1/events?limit=5&created[gte]=1700000000&created[lte]=1700000100&starting_after=evt_1");
}

TEST_CASE("an id is one segment of its path") {
  CHECK(retrieve_intent("pi_1/../x?y").path == "/v1/payment_intents/pi_1%2F..%2Fx%3Fy");
  CHECK(retrieve_session("cs_test_1").path == "/v1/checkout/sessions/cs_test_1");
  CHECK(expire_session("cs_1").path == "/v1/checkout/sessions/cs_1/expire");
}
