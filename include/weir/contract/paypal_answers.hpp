// What PayPal's API answers (developer.paypal.com/docs/api: orders v2, payments v2, webhooks v1, OAuth 2.0), as far as
// payments by its page need it. Read tolerantly: what else stands there is left alone.
//
// Error of the readers, retryable: payment_provider_unavailable, when it is not what was asked for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/contract/stripe_answers.hpp>

namespace weir::contract {

struct paypal_token {
  std::string text;
  std::int64_t lives_s = 0;
};
result<paypal_token> read_paypal_token(std::string_view text);

struct paypal_order {
  std::string id;
  std::string status;  // CREATED, PAYER_ACTION_REQUIRED, APPROVED, COMPLETED, VOIDED
  std::string url;     // where the payer agrees; empty once that is over
};
result<paypal_order> read_paypal_order(std::string_view text);

struct paypal_refund_answer {
  std::string id;
  std::string status;  // COMPLETED, PENDING, FAILED, CANCELLED
};
result<paypal_refund_answer> read_paypal_refund_answer(std::string_view text);

// last_id: the path and query of the next page, empty when there is none.
result<event_page_answer> read_paypal_page(std::string_view text);

// Never fails: what is no such answer has an empty code.
struct paypal_error {
  std::string code;     // of what is wrong, in lower case: "instrument_declined", else "unprocessable_entity"
  std::string message;  // for people
};
paypal_error read_paypal_error(std::string_view text);

}  // namespace weir::contract
