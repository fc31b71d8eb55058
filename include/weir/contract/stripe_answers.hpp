// What Stripe's API answers (docs.stripe.com/api, 2026-10-28.endive), as far as payments need it. Read
// tolerantly: what else stands there is left alone. Amounts are Stripe's (billing/stripe_amount.hpp).
//
// Error of the readers, retryable: payment_provider_unavailable, when it is not what was asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/base/time.hpp>
#include <weir/contract/json_document.hpp>

namespace weir::contract {

struct customer_answer {
  std::string id;  // cus_…
};
result<customer_answer> read_customer_answer(std::string_view text);

struct session_answer {
  std::string id;                  // cs_…
  std::string status;              // open, complete, expired
  std::string payment_status;      // paid, unpaid, no_payment_required
  std::optional<std::string> url;  // while it is open
  timestamp expires_at;
  std::optional<std::string> intent;  // pi_…, once somebody began to pay
};
result<session_answer> read_session_answer(std::string_view text);

struct intent_answer {
  std::string id;
  std::string status;  // requires_payment_method, processing, succeeded, canceled, …
  std::string currency;
  std::int64_t amount = 0;
  std::int64_t amount_received = 0;
  timestamp created{};
  // Of the last attempt; empty when there is none, or Stripe does not say.
  std::string failure_code;  // the bank's if it says one ("insufficient_funds"), else Stripe's ("card_declined")
  std::string failure_message;
  std::string advice_code{};
  std::string network_advice_code{};
};
result<intent_answer> read_intent_answer(std::string_view text);

struct method_answer {
  std::string id;          // pm_…
  std::string customer{};  // cus_…, or empty: it is nobody's any more
};
result<method_answer> read_method_answer(std::string_view text);

struct refund_answer {
  std::string id;      // re_…
  std::string status;  // pending, requires_action, succeeded, failed, canceled
  std::int64_t amount = 0;
  std::string failure_code;
};
result<refund_answer> read_refund_answer(std::string_view text);

struct meter_event_answer {
  std::string identifier;
};
result<meter_event_answer> read_meter_event_answer(std::string_view text);

struct invoice_answer {
  std::string id;        // in_…
  std::string status;    // draft, open, paid, void, uncollectible
  std::string number{};  // Stripe's own, once it is no draft any more
  std::string url{};     // of its page, likewise
  std::int64_t total = 0;
  bool has_lines = false;
  std::string marked_installation{};  // by weir_installation of its metadata; or empty
  std::string marked_invoice{};       // inv_… of weir_invoice; or empty
  std::int64_t amount_due = 0;        // what its customer is asked for: the total and what Stripe makes of it
  std::int64_t paid_off_stripe = 0;   // of what is paid: somebody said so
  // The customer's, before and after the invoice was finalized: below zero is credit, above it is owed. Of a draft the
  // first one is as it is now, and there is no second one.
  std::int64_t starting_balance = 0;
  std::optional<std::int64_t> ending_balance{};
};
result<invoice_answer> read_invoice_answer(std::string_view text);

struct invoice_page_answer {
  std::vector<invoice_answer> invoices;  // the newest first
  bool more = false;
};
result<invoice_page_answer> read_invoice_page_answer(std::string_view text);

struct event_page_answer {
  std::vector<std::string> events;  // each exactly as it stands there; the newest first
  std::string last_id;              // where the next page begins
  bool more = false;
};
result<event_page_answer> read_event_page_answer(std::string_view text);

// docs.stripe.com/api/errors. Never fails: what is no such answer has an empty type.
struct error_answer {
  std::string type;  // invalid_request_error, card_error, idempotency_error, api_error
  std::string code;  // resource_missing, lock_timeout, …
  std::string message;
  std::optional<intent_answer> intent{};  // that was declined
};
error_answer read_error_answer(std::string_view text);

}  // namespace weir::contract
