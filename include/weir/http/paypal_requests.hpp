// Requests to PayPal's API (developer.paypal.com/docs/api) as method, path and body. Amounts are PayPal's
// (billing/paypal_amount.hpp). What Weir writes beside them is ids of its own rows, so that events find back to them.
#pragma once

#include <string>
#include <string_view>

#include <weir/base/time.hpp>

namespace weir::http {

struct paypal_request {
  std::string method;  // GET, POST
  std::string path;    // with the query of a GET
  std::string body{};  // JSON of a POST
  std::string key{};   // PayPal-Request-Id: what is asked twice with it is done once
};

struct wanted_order {
  std::string key;
  std::string payment;   // pay_…, its custom_id
  std::string amount;    // "20.00"
  std::string currency;  // "USD"
  std::string name;      // what it is for: the invoice's number
  std::string return_url;
  std::string cancel_url;
};
paypal_request create_order(const wanted_order& what);

// Takes the money of an order that its payer has approved. An order is captured once, whatever the key.
paypal_request capture_order(std::string_view id, std::string key);

struct wanted_capture_refund {
  std::string key;
  std::string capture;
  std::string refund;  // rfd_…, its custom_id
  std::string amount;
  std::string currency;
};
paypal_request create_refund(const wanted_capture_refund& what);

// A page of its own list of events, of those created from `from` to `to`. `next`: as a page before names it; empty: the
// first.
paypal_request list_webhook_events(timestamp from, timestamp to, const std::string& next);

}  // namespace weir::http
