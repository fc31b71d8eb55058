// What accounts at Stripe were told, or are to be told, of an invoice, as the API shows it. Instants are the
// database's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct invoice_push_row {
  std::string account;                     // ppr_…
  std::string state;                       // "waiting", "pushed", "failed"
  std::optional<std::string> reference{};  // in_…
  std::optional<std::string> status{};     // Stripe's: draft, open, paid, void, uncollectible
  std::optional<std::string> number{};     // Stripe's own
  std::int32_t attempts = 0;               // of the step that is next
  std::optional<std::string> failure_code{};
  std::optional<std::string> failure_message{};
  std::optional<timestamp> due_at{};  // of a waiting one: when the next attempt may begin
  std::optional<timestamp> pushed_at{};
  timestamp created_at{};
  timestamp updated_at{};
};

namespace invoice_pushes {

// In the order in which they were begun.
result<std::vector<invoice_push_row>> of_invoice(executor& in, const std::string& invoice);

// Those that Stripe refused are asked again, with other keys; one that is gone there is made anew.
result<void> retry(executor& in, const std::string& invoice);

}  // namespace invoice_pushes
}  // namespace weir::postgres
