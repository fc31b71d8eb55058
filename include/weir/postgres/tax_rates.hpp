// Tax rates. Never edited: whoever has one that was archived keeps it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/billing/tax.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct tax_rate_row {
  std::int32_t number = 0;
  std::string id;  // txr_…
  billing::tax_rate rate;
  std::int64_t version = 0;
  timestamp created_at{};
  std::optional<timestamp> archived_at{};
};

namespace tax_rates {

// Error: tax_rate_code_taken.
result<tax_rate_row> create(executor& in, const std::string& id, const billing::tax_rate& wanted);

// By id or code. Error: tax_rate_not_found.
result<tax_rate_row> find(executor& in, const std::string& id_or_code);

// The same with its row locked until the transaction ends.
result<tax_rate_row> lock(executor& in, const std::string& id_or_code);

// Of these codes, in their order, archived ones too. Error: tax_rate_not_found, with the code.
result<std::vector<tax_rate_row>> find_all(executor& in, std::span<const std::string> codes);

// After lock(), of one that is not.
result<tax_rate_row> archive(executor& in, const tax_rate_row& which);

// By number, after `after` (0: from the first).
result<std::vector<tax_rate_row>> list(executor& in, std::int32_t after, std::int32_t limit);

}  // namespace tax_rates
}  // namespace weir::postgres
