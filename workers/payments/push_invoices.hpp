// Puts invoices into accounts at Stripe: which ones is written down, then one step of each is asked for, then what came
// of it is written down. Several processes may do it; whoever is killed in between asks for the same step again, with
// the same key.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <workers/payments/account_troubles.hpp>
#include <workers/payments/push_invoice_rules.hpp>

#include <weir/base/error.hpp>
#include <weir/base/secret_ring.hpp>
#include <weir/base/time.hpp>
#include <weir/contract/stripe_answers.hpp>
#include <weir/postgres/invoice_push_queue.hpp>
#include <weir/postgres/pool.hpp>

namespace weir::payments {

struct push_refusal {
  bool is_unavailable = false;  // nobody knows, or it is the account's trouble and not the invoice's
  std::string code{};           // Stripe's
  std::string message{};
  std::chrono::seconds retry_after{0};
  // It says so itself (500), and for a day says so again to the same key (docs.stripe.com/api/idempotent_requests). Who
  // stands in between (502, 504) only does not know: what was asked may still be done.
  bool is_server_error = false;
};

template<class T>
using push_result = std::expected<T, push_refusal>;

struct push_request {
  const postgres::due_push* of = nullptr;
  const pushed_invoice* what = nullptr;
  std::string installation;
  std::string api_key;
};

// All but the first one wait for Stripe, and are called from several threads at once.
struct push_invoices_ports {
  // What the invoice says, of one snapshot.
  std::function<result<documents::invoice_document>(postgres::executor& in, const postgres::due_push& of)> gather;
  // What Stripe has of the invoice: by its id there, or, while that is not known, by the marks that it would have.
  // Nothing: none.
  std::function<push_result<std::optional<contract::invoice_answer>>(const push_request& r)> look;
  // The invoice as it is after the step.
  std::function<push_result<contract::invoice_answer>(const push_request& r, push_step step, const std::string& key)>
      take;
};

class push_invoices {
 public:
  // Called with "failed" for each that came to that, and with "pushed" once for each invoice.
  using observer = std::function<void(std::string_view state)>;

  push_invoices(postgres::pool& database, const secret_ring& secrets, clock_source& clock, push_invoices_ports ports,
                observer ended = {})
      : pool_(database), secrets_(secrets), clock_(clock), ports_(std::move(ports)), ended_(std::move(ended)) {}

  // Looks for invoices that are to be told of, when it is time to, and takes one step of some of those that are due.
  // Returns how many; those that could not wait by themselves. Error: the database's.
  result<std::size_t> turn(const std::stop_token& stop);

 private:
  struct task {
    postgres::due_push of;
    std::optional<pushed_invoice> what{};
    std::optional<unsayable> wrong{};
  };
  struct outcome {
    enum class kind : std::uint8_t { done, refused, later, left };
    kind what = kind::later;
    postgres::push_progress now{};
    std::string code{}, message{};
    std::int64_t wait_ms = 0;
    bool with_new_key = false;
  };

  result<void> note();
  result<std::vector<task>> take();
  std::vector<outcome> ask_all(const std::vector<task>& tasks, std::int64_t taken_ms, const std::stop_token& stop);
  outcome ask(const task& t);
  // Nothing to do as far as is known: whether that is so.
  outcome take_step(const push_request& r, std::optional<push_step> next);
  outcome judged(const push_request& r, const contract::invoice_answer& is, bool has_lines);
  outcome after_refusal(const push_request& r, push_step next, push_refusal why);
  outcome not_done(const push_request& r, push_refusal why, bool was_asked_by_key);
  result<void> record(const std::vector<task>& tasks, const std::vector<outcome>& outcomes);

  postgres::pool& pool_;
  const secret_ring& secrets_;
  clock_source& clock_;
  push_invoices_ports ports_;
  observer ended_;
  std::string installation_;
  std::int64_t next_ms_ = 0;      // of looking at the invoices of some days
  std::int64_t next_all_ms_ = 0;  // of looking at all of them
  account_troubles troubles_{clock_, "invoices cannot be put into an account at a payment provider"};
};

}  // namespace weir::payments
