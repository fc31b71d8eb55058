// What accounts at Stripe were told, or are to be told, of an invoice, as the API shows it. Instants are the
// database's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/billing/money.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct invoice_push_row {
  std::string account;                     // ppr_…
  std::string state;                       // "waiting", "pushed", "failed"
  std::optional<std::string> reference{};  // in_…
  std::optional<std::string> status{};     // Stripe's: draft, open, paid, void, uncollectible
  std::optional<std::string> number{};     // Stripe's own
  std::optional<std::string> url{};        // of its page at Stripe, on which it can be paid
  std::int32_t attempts = 0;               // of the step that is next
  std::optional<std::string> failure_code{};
  std::optional<std::string> failure_message{};
  std::optional<timestamp> due_at{};  // of a waiting one: when the next attempt may begin
  std::optional<timestamp> pushed_at{};
  timestamp created_at{};
  timestamp updated_at{};
};

// The invoice that Stripe calls so.
struct pushed_invoice_row {
  std::string id;  // inv_…
  std::string tenant_id;
  std::string currency;  // "USD"
  billing::money open;   // what is still due
};

namespace invoice_pushes {

// In the order in which they were begun.
result<std::vector<invoice_push_row>> of_invoice(executor& in, const std::string& invoice);

// Those that Stripe refused are asked again, with other keys; one that is gone there is made anew. Accounts that are
// disabled are left alone. Error: payment_provider_disabled, when all are that refused.
result<void> retry(executor& in, const std::string& invoice);

// By what the account calls it. Nothing: none is known. Also under role::worker.
result<std::optional<pushed_invoice_row>> by_reference(executor& in, std::int32_t provider,
                                                       const std::string& reference);
// What the invoice has of the money that came in by that method under that reference. Also under role::worker.
result<billing::money> recorded(executor& in, const std::string& invoice, const std::string& method,
                                const std::string& reference);

}  // namespace invoice_pushes
}  // namespace weir::postgres
