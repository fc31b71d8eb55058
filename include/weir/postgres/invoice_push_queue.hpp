// Invoices that are to be put into accounts at Stripe, step by step. Under role::worker.
//
// A row is written, and that is committed, before Stripe is asked; a step is done when what came of it is in the row.
// Whoever is killed in between asks for the same step again in the same round, and so with the same key.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/billing/invoice_state.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres {

// What Stripe is known to have of an invoice.
struct push_progress {
  std::optional<std::string> reference{};  // in_…; nothing: not known to be there
  bool has_lines = false;
  std::string status{};  // draft, open, paid, void, uncollectible; empty without a reference
  std::string number{};  // Stripe's own; or empty
  std::string url{};     // of its page at Stripe; or empty

  bool operator==(const push_progress&) const = default;
};

struct due_push {
  std::string account;
  bool live = false;
  std::string secret_id;
  std::string sealed_key;  // to the account's API
  std::int32_t provider_number = 0;
  std::string invoice_id;
  billing::invoice_state invoice_state = billing::invoice_state::finalized;
  std::int32_t tenant_number = 0;
  std::string tenant_id;
  std::string customer;
  timestamp due_date{};
  std::int32_t round = 1;
  timestamp created_at{};
  std::int32_t attempts = 1;  // of the step, with this one
  bool was_pushed = false;    // Stripe had all of it before
  push_progress there;
};

namespace invoice_push_queue {

// Writes `most` of the invoices that no account was told of and that one is to be told of, the oldest first: finalized
// at `since` at the earliest, of tenants who are customers of the account. Returns how many.
result<std::int64_t> note(executor& in, timestamp since, std::int32_t most);

// Those that Stripe has open, and that were paid, void or given up since, are due again, also those that it refused.
// Returns how many.
result<std::int64_t> note_fates(executor& in);

// The next ones, which nobody else takes for `hold_s`; none of the accounts `but`. One that was asked in vain for most
// of a day begins another round: Stripe knows its key no more.
result<std::vector<due_push>> take(executor& in, std::int32_t most, std::int64_t hold_s,
                                   std::span<const std::string> but);

// A step is done, and the next one may be begun at once. Nothing happens when somebody else went on meanwhile; so it is
// with the next three.
result<void> keep(executor& in, const due_push& of, const push_progress& now);
// All is done as far as is known now.
result<void> end_pushed(executor& in, const due_push& of, const push_progress& now);
// Stripe will not have it.
result<void> end_failed(executor& in, const due_push& of, const push_progress& now, const std::string& code,
                        const std::string& message);
// Asked once more in `wait_ms`: the same, or, with a new key, in the next round.
result<void> defer(executor& in, const due_push& of, std::int64_t wait_ms, const std::string& code,
                   const std::string& message, bool with_new_key);

}  // namespace invoice_push_queue
}  // namespace weir::postgres
