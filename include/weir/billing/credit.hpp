// Credits that a tenant has, applied to what an invoice asks for, after its taxes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/base/time.hpp>
#include <weir/billing/money.hpp>

namespace weir::billing {

struct credit_grant {
  std::string id;                       // crg_…
  money remaining;                      // > 0
  std::int32_t priority = 100;          // lower ones are used first
  std::optional<timestamp> expires_at;  // from then on it is worth nothing
  timestamp created_at;

  bool operator==(const credit_grant&) const = default;
};

struct credit_use {
  std::string grant;
  money amount;  // > 0

  bool operator==(const credit_use&) const = default;
};

// At most `due`, of the grants that have not expired at `as_of`: by priority, then the one that expires first, then the
// oldest, then by id. Nothing when `due` is not above zero.
std::vector<credit_use> apply_credits(money due, std::vector<credit_grant> grants, timestamp as_of);

}  // namespace weir::billing
