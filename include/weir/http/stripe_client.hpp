// Asks Stripe's API. Each request has its Stripe-Version, a POST that makes something an Idempotency-Key: what is asked
// twice is done once.
// For a day Stripe knows a key, and answers what it answered then.
//
// Repeated with the same key, a few times and within `most_wait`: no connection or no answer, 409 (another request with
// that key, or for that object, runs), 429, 500, 502, 503 and 504, after what Retry-After says. Each account has a rate
// (docs.stripe.com/rate-limits), here kept by whoever asks waiting for its turn.
//
// Calls wait, at most about most_wait; any thread, never an io thread. Keys are in no error and no log.
#pragma once

#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/base/metrics.hpp>
#include <weir/base/time.hpp>
#include <weir/contract/stripe_answers.hpp>
#include <weir/http/stripe_requests.hpp>

namespace weir::http {

struct stripe_client_options {
  std::string url = "https://api.stripe.com";
  std::string ca_file{};                      // that its certificate is checked against; empty: the system's
  std::chrono::milliseconds timeout{10'000};  // of one request
  std::chrono::milliseconds most_wait{20'000};
  std::chrono::milliseconds first_pause{500};  // before the first repetition; twice as long before each further one
  int attempts = 3;
  int live_rate = 100;  // requests per second of an account
  int test_rate = 25;
};

struct stripe_account {
  std::string id;       // ppr_…: whose rate it counts for
  std::string api_key;  // sk_… or rk_…
  bool live = false;
};

// Why it was not done: payment_provider_refused, and Stripe has not done it; or payment_provider_unavailable, and
// nobody knows whether it has.
struct stripe_failure {
  error what;
  std::string code{};     // Stripe's: "amount_too_large", or the type of the error; empty when it said none
  std::string message{};  // Stripe's, for people; empty when it said none
  std::optional<contract::intent_answer> intent{};  // that it made nevertheless: a charge was declined
  std::chrono::seconds retry_after{0};              // as Stripe said it; 0 when it said none
  int status = 0;                                   // of its answer; 0: none came
  bool is_of_key = false;  // the account's key is no good, or may not do it: of the account, whatever is asked
};

template<class T>
using stripe_result = std::expected<T, stripe_failure>;

class stripe_client {
 public:
  // `clock` outlives it. Counts each request in weir_provider_requests_total.
  stripe_client(stripe_client_options options, clock_source& clock, metric_registry& metrics);
  ~stripe_client();
  stripe_client(const stripe_client&) = delete;
  stripe_client& operator=(const stripe_client&) = delete;

  stripe_result<contract::customer_answer> create_customer(const stripe_account& of, const wanted_customer& what);
  stripe_result<contract::session_answer> create_session(const stripe_account& of, const wanted_session& what);
  stripe_result<contract::session_answer> create_setup_session(const stripe_account& of, const wanted_setup& what);
  stripe_result<contract::session_answer> retrieve_session(const stripe_account& of, std::string_view id);
  stripe_result<contract::session_answer> expire_session(const stripe_account& of, std::string_view id);
  stripe_result<contract::intent_answer> create_charge(const stripe_account& of, const wanted_charge& what);
  stripe_result<contract::intent_answer> retrieve_intent(const stripe_account& of, std::string_view id);
  stripe_result<contract::intent_answer> cancel_intent(const stripe_account& of, std::string_view id);
  stripe_result<contract::method_answer> retrieve_method(const stripe_account& of, std::string_view id);
  stripe_result<contract::method_answer> detach_method(const stripe_account& of, std::string_view id);
  stripe_result<contract::refund_answer> create_refund(const stripe_account& of, const wanted_refund& what);
  stripe_result<contract::meter_event_answer> create_meter_event(const stripe_account& of,
                                                                 const wanted_meter_event& what);
  // Any request that an invoice answers: create_invoice() and those after it, but for list_invoices().
  stripe_result<contract::invoice_answer> ask_invoice(const stripe_account& of, const stripe_request& what);
  // The customer's invoice with these marks, created since then; nothing: there is none. Reads the whole list.
  stripe_result<std::optional<contract::invoice_answer>> find_invoice(const stripe_account& of,
                                                                      std::string_view customer, timestamp since,
                                                                      const stripe_marks& marks);
  stripe_result<contract::event_page_answer> list_events(const stripe_account& of, const wanted_events& what);

 private:
  class implementation;
  std::unique_ptr<implementation> implementation_;
};

}  // namespace weir::http
