// What an event of Stripe says about money, and about what is paid with: of a payment, a refund, a dispute, a payment
// method, an invoice that is paid. Shapes as in docs.stripe.com/api at
// version 2026-10-28.endive; members that earlier versions lack are not needed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <weir/base/error.hpp>
#include <weir/billing/payment_method_progress.hpp>
#include <weir/billing/payment_progress.hpp>

namespace weir::contract {

// Amounts as Stripe has them (billing/stripe_amount.hpp), currencies as "usd".
struct stripe_payment {
  std::string intent;   // pi_…, or empty: a page that nobody has paid on yet
  std::string session;  // cs_…, or empty
  std::string payment;  // pay_… of the metadata, or empty
  std::string currency;
  std::int64_t received = 0;  // when it succeeded
  billing::payment_state state = billing::payment_state::open;
  std::string failure_code;
  std::string failure_message;
  std::string advice_code;  // of a card that was declined: whether another try may do; so is the next
  std::string network_advice_code;
};

struct stripe_refund {
  std::string id;      // re_…
  std::string intent;  // or empty
  std::string refund;  // rfd_… of the metadata, or empty
  std::string currency;
  std::int64_t amount = 0;
  billing::refund_state state = billing::refund_state::pending;
  std::string failure_code;
};

struct stripe_dispute {
  std::string id;      // du_… or dp_…
  std::string intent;  // or empty
  std::string currency;
  std::int64_t amount = 0;
  billing::dispute_state state = billing::dispute_state::needs_response;
  std::string reason;
  std::optional<timestamp> respond_by{};
};

struct stripe_method {
  std::string id;        // pm_…
  std::string customer;  // cus_…, also whose it was until now; or empty
  billing::method_state state = billing::method_state::attached;
  billing::method_details details;
  timestamp made_at{};
};

// A customer's method was chosen to be charged: by somebody who kept it on a page, or in Stripe's dashboard.
struct stripe_choice {
  std::string customer;
  std::string method;  // empty: none
};

// A customer was deleted, with its methods.
struct stripe_departure {
  std::string customer;
};

// Money came in for an invoice at Stripe, by an intent of Stripe's own.
struct stripe_invoice_payment {
  std::string invoice;  // in_…
  std::string intent;   // pi_…
  std::string currency;
  std::int64_t amount = 0;
};

// An event that says nothing which another one does not say.
struct stripe_silence {};

// One that carries no object, only what it is about (docs.stripe.com/event-destinations): whoever wants to know more
// asks Stripe. Whatever its type, it is none of those above.
struct stripe_notice {};

using stripe_news = std::variant<stripe_silence, stripe_notice, stripe_payment, stripe_refund, stripe_dispute,
                                 stripe_method, stripe_choice, stripe_departure, stripe_invoice_payment>;

// Error, permanent: webhook_body_malformed, when a member is not what its type has; the detail names it.
result<stripe_news> read_stripe_news(std::string_view body);

}  // namespace weir::contract
