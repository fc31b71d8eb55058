// Sellers: the legal entities that invoices are from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/billing/party.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct issuer_row {
  std::int32_t number = 0;
  std::string id;    // iss_…
  std::string code;  // a slug
  billing::party identity;
  std::string invoice_prefix;      // of the numbers of its invoices; fixed once created, as is the next
  std::string credit_note_prefix;  // of those of its credit notes
  std::int32_t payment_terms_days = 30;
  std::string note;  // at the foot of its invoices
  std::int64_t version = 0;
  timestamp created_at{};
  timestamp updated_at{};
};

namespace issuers {

// `wanted` without what the database gives. Errors: issuer_code_taken, issuer_prefix_taken.
result<issuer_row> create(executor& in, const issuer_row& wanted);

// By id or code. Error: issuer_not_found.
result<issuer_row> find(executor& in, const std::string& id_or_code);
result<issuer_row> by_number(executor& in, std::int32_t number);

// The one that was made first: of tenants whose profile names none.
result<std::optional<issuer_row>> first(executor& in);

// The same as find() with its row locked until the transaction ends.
result<issuer_row> lock(executor& in, const std::string& id_or_code);

// After lock(). Everything but code and prefixes.
result<issuer_row> update(executor& in, const issuer_row& wanted);

// By number, after `after` (0: from the first).
result<std::vector<issuer_row>> list(executor& in, std::int32_t after, std::int32_t limit);

}  // namespace issuers
}  // namespace weir::postgres
