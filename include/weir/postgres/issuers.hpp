// Sellers: the legal entities that invoices are from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/billing/issuer.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct issuer_row : billing::issuer {
  std::int32_t number = 0;
  std::string id;  // iss_…
  std::int64_t version = 0;
  timestamp created_at{};
  timestamp updated_at{};
};

namespace issuers {

// Errors: issuer_code_taken; issuer_prefix_taken, with a pointer. The transaction may have failed then.
result<issuer_row> create(executor& in, const std::string& id, const billing::issuer& wanted);

// By id or code. Error: issuer_not_found.
result<issuer_row> find(executor& in, const std::string& id_or_code);
result<issuer_row> by_number(executor& in, std::int32_t number);

// The one that was made first: of tenants whose profile names none.
result<std::optional<issuer_row>> first(executor& in);

// The same as find() with its row locked until the transaction ends.
result<issuer_row> lock(executor& in, const std::string& id_or_code);

// After lock(). Everything but code and prefixes, which stay.
result<issuer_row> update(executor& in, const issuer_row& locked, const billing::issuer& wanted);

// By number, after `after` (0: from the first).
result<std::vector<issuer_row>> list(executor& in, std::int32_t after, std::int32_t limit);

}  // namespace issuers
}  // namespace weir::postgres
