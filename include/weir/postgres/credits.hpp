// Credits of tenants: an account for each currency, its grants, and a ledger of all that happened to them. For the
// workers' role; whoever changes anything holds the account's lock. All amounts are in minor units of the account's
// currency.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <weir/billing/credit.hpp>
#include <weir/billing/money.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct credit_account_row {
  std::int32_t tenant_number = 0;
  std::string currency;
  billing::money balance;    // Σ remaining of its grants, expired ones too until expire() has seen them
  std::int64_t version = 0;  // rises by one with each entry
};

struct credit_balance_row {
  std::string currency;
  billing::money balance;    // as above
  billing::money available;  // without what has expired
  std::int64_t version = 0;
};

struct new_credit_grant {
  std::string id;         // crg_…
  billing::money amount;  // > 0
  std::int32_t priority = 100;
  std::optional<timestamp> expires_at{};
  bool is_paid = false;  // prepaid money, whose remainder can be refunded; else promotional
  std::string reason;
  std::optional<std::string> invoice_id{};  // the credit note that makes it
  std::string made_by;                      // who asked, or "system"
  std::optional<std::string> command_id{};
};

struct credit_grant_row {
  std::string id;
  std::int32_t tenant_number = 0;
  std::string currency;
  billing::money amount;
  billing::money remaining;
  std::int32_t priority = 100;
  std::optional<timestamp> expires_at{};
  bool is_paid = false;
  std::string reason;
  std::optional<std::string> invoice_id{};
  std::string made_by;
  std::optional<std::string> command_id{};
  std::int64_t version = 0;
  timestamp created_at{};
  timestamp updated_at{};
};

struct credit_entry_row {
  std::string currency;
  std::int64_t sequence = 0;  // within the account, from 1 without gaps
  std::string grant_id;
  std::string kind;       // granted, applied, returned, expired, voided, refunded
  billing::money amount;  // above zero: granted, returned; else below
  billing::money balance_after;
  std::optional<std::string> invoice_id{};
  std::optional<std::string> command_id{};
  timestamp at{};
};

namespace credits {

// The account, made when there is none, locked until the transaction ends.
result<credit_account_row> lock(executor& in, std::int32_t tenant, const std::string& currency);

// Those of these tenants' accounts that nobody else has locked now, in all currencies: as billing_states::lock_free().
result<std::vector<credit_account_row>> lock_free(executor& in, std::span<const std::int32_t> tenants);

// All accounts of these tenants, by tenant and currency.
result<std::vector<credit_account_row>> find_accounts(executor& in, std::span<const std::int32_t> tenants);

// What invoices may use: something remains. Which of them have expired is apply_credits()'s to say.
result<std::vector<billing::credit_grant>> open_grants(executor& in, std::int32_t tenant, const std::string& currency);
// The same of all accounts of these tenants, by id.
result<std::vector<credit_grant_row>> open_grants(executor& in, std::span<const std::int32_t> tenants);

// After lock(), as are all that follow. Error: amount_overflow, when the account cannot hold more.
result<void> give(executor& in, std::int32_t tenant, const std::string& currency, const new_credit_grant& grant,
                  timestamp at);

// An invoice uses a part of a grant. Errors: credit_not_found; credit_insufficient, when less remains.
result<void> use(executor& in, std::int32_t tenant, const std::string& currency, const std::string& grant,
                 billing::money amount, const std::string& invoice, timestamp at);

// All that an invoice used and has not given back yet goes back to where it came from, whatever became of that; answers
// how much it was. What had expired meanwhile expires with the next expire().
result<billing::money> put_back(executor& in, std::int32_t tenant, const std::string& currency,
                                const std::string& invoice, timestamp at);

// What remains of grants that have expired at `as_of`; answers them as they were.
result<std::vector<credit_grant_row>> expire(executor& in, std::int32_t tenant, const std::string& currency,
                                             timestamp as_of);

// Accounts with grants that have expired at `as_of` and have not been seen by expire().
result<std::vector<credit_account_row>> expiring(executor& in, timestamp as_of, std::int32_t limit);

// Takes all that remains of a grant: "refunded" of what was paid for, else "voided". Answers how much it was; nothing
// is written when it was nothing. Error: credit_not_found.
result<billing::money> take_back(executor& in, std::int32_t tenant, const std::string& currency,
                                 const std::string& grant, const std::optional<std::string>& command, timestamp at);

// Error: credit_not_found.
result<credit_grant_row> find(executor& in, const std::string& id);

// By id, after `after` (empty: from the first).
result<std::vector<credit_grant_row>> list(executor& in, std::int32_t tenant, const std::string& after,
                                           std::int32_t limit);

// Of one account, the newest first, before the sequence `before` (0: from the newest).
result<std::vector<credit_entry_row>> entries(executor& in, std::int32_t tenant, const std::string& currency,
                                              std::int64_t before, std::int32_t limit);

// All of a tenant, by currency, as they are at `as_of`.
result<std::vector<credit_balance_row>> balances(executor& in, std::int32_t tenant, timestamp as_of);

}  // namespace credits
}  // namespace weir::postgres
