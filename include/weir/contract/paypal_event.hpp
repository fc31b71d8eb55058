// Events of PayPal's webhooks (developer.paypal.com/docs/api/webhooks/v1, webhooks-events), and what they say about
// money. Read tolerantly: their other members are those of whatever version wrote them.
//
// A payment's page is an order there, its money a capture, and what Weir wrote beside them is `custom_id`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <weir/base/error.hpp>
#include <weir/billing/payment_progress.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/provider_event.hpp>

namespace weir::contract {

// The object is the resource's id, or a dispute's. Related: the capture. Error, permanent: webhook_body_malformed, when
// it is no JSON object or lacks id, event_type or create_time.
result<provider_event> read_paypal_event(std::string_view body);

// The last step of a link to a resource: "2GG…" of "https://api.paypal.com/v2/payments/captures/2GG…".
std::string paypal_linked(const json_value& resource, std::string_view relation, std::string_view kind);

// Amounts are decimal texts (billing/paypal_amount.hpp), currencies as "USD". Ids are empty where it does not say them.
struct paypal_payment {
  std::string intent;   // of the capture; empty for one that was refused: a further one has another
  std::string session;  // of the order
  std::string payment;  // pay_… of custom_id
  std::string currency;
  std::string received;  // when it succeeded
  billing::payment_state state = billing::payment_state::open;
  std::string failure_code;
  std::string failure_message;
};

// The payer agreed on the order's page: the money can be taken now.
struct paypal_approval {
  std::string session;  // of the order
  std::string payment;  // pay_…
};

struct paypal_refund {
  std::string id;
  std::string intent;  // of the capture
  std::string refund;  // rfd_… of custom_id
  std::string currency;
  std::string amount;
  billing::refund_state state = billing::refund_state::pending;
  std::string failure_code;
};

struct paypal_dispute {
  std::string id;      // PP-D-…
  std::string intent;  // of the capture
  std::string currency;
  std::string amount;
  billing::dispute_state state = billing::dispute_state::needs_response;
  std::string reason;
  std::optional<timestamp> respond_by{};
};

// An event that says nothing about money of orders which another one does not say; subscriptions and sales too.
struct paypal_silence {};

using paypal_news = std::variant<paypal_silence, paypal_payment, paypal_approval, paypal_refund, paypal_dispute>;

// Error, permanent: webhook_body_malformed, when a member is not what its type has; the detail names it.
result<paypal_news> read_paypal_news(std::string_view body);

}  // namespace weir::contract
