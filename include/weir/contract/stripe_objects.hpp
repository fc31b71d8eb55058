// What an event of Stripe says about money: of a payment, a refund or a dispute. Shapes as in docs.stripe.com/api at
// version 2026-10-28.endive; members that earlier versions lack are not needed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <weir/base/error.hpp>
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

// An event that says nothing about money which another one does not say.
struct stripe_silence {};

// One that carries no object, only what it is about (docs.stripe.com/event-destinations): whoever wants to know more
// asks Stripe. Whatever its type, it is none of those above.
struct stripe_notice {};

using stripe_news = std::variant<stripe_silence, stripe_notice, stripe_payment, stripe_refund, stripe_dispute>;

// Error, permanent: webhook_body_malformed, when a member is not what its type has; the detail names it.
result<stripe_news> read_stripe_news(std::string_view body);

}  // namespace weir::contract
