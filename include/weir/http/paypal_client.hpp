// Asks PayPal's API. A POST has a PayPal-Request-Id: what is asked twice is done once. PayPal knows them for hours
// (orders) to weeks (refunds); that an order is captured once holds for ever.
//
// Repeated, paced and kept within a rate as Stripe's requests are (src/http/provider_requests.hpp). Access tokens are
// asked for when there is none, kept until they end, and asked for anew when PayPal does not take one any more.
//
// Calls wait, at most about most_wait and as long again for a token; any thread, never an io thread. Secrets and tokens
// are in no error and no log.
#pragma once

#include <chrono>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/base/metrics.hpp>
#include <weir/base/time.hpp>
#include <weir/contract/paypal_answers.hpp>
#include <weir/http/paypal_requests.hpp>

namespace weir::http {

struct paypal_client_options {
  std::string url{};                          // empty: PayPal's own, of the account's mode
  std::string ca_file{};                      // that its certificate is checked against; empty: the system's
  std::chrono::milliseconds timeout{10'000};  // of one request
  std::chrono::milliseconds most_wait{20'000};
  std::chrono::milliseconds first_pause{500};  // before the first repetition; twice as long before each further one
  int attempts = 3;
  int rate = 25;  // requests per second of an account: PayPal publishes no limit
};

struct paypal_account {
  std::string id;  // ppr_…: whose rate it counts for
  std::string client_id;
  std::string secret;
  bool live = false;
};

// Why it was not done: payment_provider_refused, and PayPal has not done it; or payment_provider_unavailable, and
// nobody knows whether it has.
struct paypal_failure {
  error what;
  std::string code{};     // PayPal's, in lower case: "instrument_declined"; empty when it said none
  std::string message{};  // PayPal's, for people; empty when it said none
};

template<class T>
using paypal_result = std::expected<T, paypal_failure>;

class paypal_client {
 public:
  // `clock` outlives it. Counts each request in weir_provider_requests_total.
  paypal_client(paypal_client_options options, clock_source& clock, metric_registry& metrics);
  ~paypal_client();
  paypal_client(const paypal_client&) = delete;
  paypal_client& operator=(const paypal_client&) = delete;

  paypal_result<contract::paypal_order> create_order(const paypal_account& of, const wanted_order& what);
  // `key`: of this attempt; after one that was declined, the next one has another.
  paypal_result<contract::paypal_order> capture_order(const paypal_account& of, std::string_view id, std::string key);
  paypal_result<contract::paypal_refund_answer> create_refund(const paypal_account& of,
                                                              const wanted_capture_refund& what);
  paypal_result<contract::event_page_answer> list_events(const paypal_account& of, timestamp from, timestamp to,
                                                         const std::string& next);

 private:
  class implementation;
  std::unique_ptr<implementation> implementation_;
};

}  // namespace weir::http
