// Requests to Stripe's API (docs.stripe.com/api, 2026-10-28.endive) as method, path and form. Amounts are Stripe's
// (billing/stripe_amount.hpp). What Weir writes beside them is ids of its own rows, so that events find back to them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/base/time.hpp>

namespace weir::http {

inline constexpr std::string_view stripe_version = "2026-10-28.endive";

// "metadata[weir_payment]=pay_1&mode=payment": names stay as they are, values are percent-encoded, as Stripe's own
// libraries write it.
class stripe_form {
 public:
  stripe_form& add(std::string_view name, std::string_view value);
  stripe_form& add(std::string_view name, std::int64_t value);
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

struct stripe_request {
  std::string method;  // GET, POST
  std::string path;    // with the query of a GET: "/v1/events?limit=100"
  std::string form;    // of a POST
  std::string key;     // Idempotency-Key; empty for GET
};

// Whose it is, in the metadata.
struct stripe_marks {
  std::string installation;
  std::string tenant;
  std::string invoice{};
  std::string payment{};
  std::string refund{};
};

struct wanted_customer {
  std::string key;  // the request is repeated with it and done once
  std::string name;
  std::string email;  // empty: none
  stripe_marks marks;
};
stripe_request create_customer(const wanted_customer& what);

struct wanted_session {
  std::string key;
  std::int64_t amount = 0;
  std::string currency;  // "usd"
  std::string name;      // what it is for: the invoice's number
  std::string customer;
  std::string success_url;
  std::string cancel_url;
  timestamp expires_at;  // 30 minutes to 24 hours from now
  stripe_marks marks;
  bool save_method = false;  // what is paid with is kept for charges without its payer
};
stripe_request create_session(const wanted_session& what);

// A page on which nothing is paid: a payment method is kept.
struct wanted_setup {
  std::string key;
  std::string currency;  // whose payment methods it shows: "usd"
  std::string customer;
  std::string success_url;
  std::string cancel_url;
  stripe_marks marks;
};
stripe_request create_setup_session(const wanted_setup& what);
stripe_request retrieve_session(std::string_view id);
// No longer payable; refused when it is not open. Done once whatever the key, so it has none of the caller's.
stripe_request expire_session(std::string_view id);

// A charge of a method that is kept, while its payer is away.
struct wanted_charge {
  std::string key;
  std::int64_t amount = 0;
  std::string currency;
  std::string name;  // what it is for: the invoice's number
  std::string customer;
  std::string method;
  std::string kind;  // card, sepa_debit, …
  stripe_marks marks;
};
stripe_request create_charge(const wanted_charge& what);

stripe_request retrieve_intent(std::string_view id);
// Nothing is paid by it any more; refused when its money is under way. Like the next one it has no key: what was
// refused once is not for a day.
stripe_request cancel_intent(std::string_view id);

stripe_request retrieve_method(std::string_view id);
// It is nobody's any more; refused when it was nobody's before.
stripe_request detach_method(std::string_view id);

struct wanted_refund {
  std::string key;
  std::string intent;
  std::int64_t amount = 0;
  stripe_marks marks;
};
stripe_request create_refund(const wanted_refund& what);

// An hour's total for a meter whose event_time_window is "hour": of those of an hour the last one counts.
struct wanted_meter_event {
  std::string identifier;  // the request's key too: what is said twice is said once
  std::string event_name;
  std::string customer;
  std::string value;  // decimal text
  timestamp at;       // in the hour, 35 days ago at most
};
stripe_request create_meter_event(const wanted_meter_event& what);

// A draft without lines, and without what the account or the customer would add to it by itself.
struct wanted_invoice {
  std::string key;
  std::string customer;
  std::string currency;
  timestamp due_date;  // later than now
  std::string description;
  stripe_marks marks;
};
stripe_request create_invoice(const wanted_invoice& what);

struct wanted_invoice_line {
  std::int64_t amount = 0;  // less than nothing for what is taken off
  std::string description;
  timestamp from, to;
};
// All of them or none; of a draft.
stripe_request add_invoice_lines(std::string_view id, std::string_view key,
                                 const std::vector<wanted_invoice_line>& lines);
stripe_request retrieve_invoice(std::string_view id);
// Of a customer, created since then, the newest first, a hundred behind the invoice `after` (empty: from the newest).
stripe_request list_invoices(std::string_view customer, timestamp since, std::string_view after);
// A draft becomes open, and nobody is sent anything.
stripe_request finalize_invoice(std::string_view id, std::string_view key);
// Open ones; refused in any other status. The first one: without any money that Stripe moves.
stripe_request pay_invoice_out_of_band(std::string_view id, std::string_view key);
stripe_request void_invoice(std::string_view id, std::string_view key);
stripe_request mark_invoice_uncollectible(std::string_view id, std::string_view key);

// The newest first: created from `from` to `to`, both included, behind the event `after` (empty: from the newest).
struct wanted_events {
  std::optional<timestamp> from{};
  std::optional<timestamp> to{};
  std::string after{};
  std::int32_t limit = 100;  // at most 100
};
stripe_request list_events(const wanted_events& what);

}  // namespace weir::http
