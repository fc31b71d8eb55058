#include <string>

#include <doctest/doctest.h>

#include <weir/domain/webhook_events.hpp>

using namespace weir::domain;

TEST_CASE("a pattern is everything, a family or a type") {
  for (const char* good : {"*", "invoice.*", "invoice.paid", "usage.history_imported", "stripe.invoice.paid",
                           "stripe.invoice.*", "stripe.v1.billing.meter.no_meter_found"})
    CHECK_MESSAGE(is_event_pattern(good), good);
  for (const char* bad :
       {"", ".", ".*", "**", "*.paid", "invoice.", ".paid", "invoice..paid", "Invoice.paid", "invoice*", "invoice.p*",
        "invoice.*.paid", "invoice paid", "invoice.paid\n", "invoice-1.paid"})
    CHECK_MESSAGE(!is_event_pattern(bad), bad);
  CHECK(is_event_pattern(std::string(128, 'a')));
  CHECK(!is_event_pattern(std::string(129, 'a')));
}

TEST_CASE("a family has its own types and no others") {
  CHECK(fits_event_pattern("*", "invoice.paid"));
  CHECK(fits_event_pattern("invoice.*", "invoice.paid"));
  CHECK(fits_event_pattern("stripe.*", "stripe.invoice.paid"));
  CHECK(fits_event_pattern("invoice.paid", "invoice.paid"));
  CHECK(!fits_event_pattern("invoice.*", "invoices.paid"));
  CHECK(!fits_event_pattern("invoice.*", "stripe.invoice.paid"));
  CHECK(!fits_event_pattern("invoice.paid", "invoice.paid_late"));
  CHECK(!fits_event_pattern("invoice.*", "invoice"));
}

TEST_CASE("tenants are not told of what is of the platform alone") {
  for (const char* theirs : {"invoice.paid", "usage.history_imported", "tenant.updated", "webhook_endpoint.tested",
                             "payment.succeeded", "refund.failed", "dispute.opened"})
    CHECK_MESSAGE(is_told_to_tenants(theirs), theirs);
  for (const char* others :
       {"login.failed", "analyst.granted", "billing.parked", "secret.rotated", "user.updated", "invoices.paid",
        "invoice_", "", "payment_provider.updated", "provider_event.rerun", "stripe.invoice.paid"})
    CHECK_MESSAGE(!is_told_to_tenants(others), others);
}

TEST_CASE("events of payment providers are known by whose they are") {
  for (std::string_view type : {"stripe.invoice.paid", "stripe.*", "paypal.payment.capture.completed", "paypal.*"})
    CHECK(is_of_provider(type));
  for (std::string_view type : {"invoice.paid", "payment.succeeded", "stripe", "paypals.payment", "*"})
    CHECK_FALSE(is_of_provider(type));
  CHECK(is_event_pattern("paypal.checkout.payment_approval.reversed"));
  CHECK_FALSE(is_told_to_tenants("paypal.payment.capture.completed"));
}
