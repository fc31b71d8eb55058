// The catalogue of coupons, and which tenants have which.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <weir/billing/coupon.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres {

struct coupon_row {
  std::int32_t number = 0;
  billing::coupon coupon;
  std::optional<std::int32_t> most_redemptions{};
  std::int32_t redemptions = 0;
  std::optional<timestamp> redeem_by{};  // not from then on
  std::int64_t version = 0;
  timestamp created_at{};
  std::optional<timestamp> archived_at{};
};

struct tenant_coupon_row {
  std::int32_t tenant_number = 0;
  billing::held_coupon held;
  std::optional<timestamp> used_up_at{};
  std::optional<timestamp> removed_at{};
  std::string made_by;
  std::string command_id;
  std::int64_t version = 0;
  timestamp created_at{};
  timestamp updated_at{};
};

namespace coupons {

// `wanted`: its coupon with its id, most_redemptions and redeem_by. Error: coupon_code_taken.
result<coupon_row> create(executor& in, const coupon_row& wanted);

// By id or code. Error: coupon_not_found.
result<coupon_row> find(executor& in, const std::string& id_or_code);

// The same with its row locked until the transaction ends.
result<coupon_row> lock(executor& in, const std::string& id_or_code);

// After lock(), of one that is not.
result<coupon_row> archive(executor& in, const coupon_row& which);

// By number, after `after` (0: from the first).
result<std::vector<coupon_row>> list(executor& in, std::int32_t after, std::int32_t limit);

// Gives `held.coupon` to a tenant, and counts that. Errors: coupon_exhausted.
struct new_tenant_coupon {
  std::string id;  // tcp_…
  std::int32_t tenant_number = 0;
  timestamp since;
  std::string made_by;
  std::string command_id;
};
result<tenant_coupon_row> apply(executor& in, const coupon_row& which, const new_tenant_coupon& wanted);

// From `at` on it holds no more. False: it did not hold any more before.
result<bool> remove(executor& in, const std::string& tenant_coupon, timestamp at);

// Error: tenant_coupon_not_found.
result<tenant_coupon_row> find_applied(executor& in, const std::string& tenant_coupon);

// Whether it holds for a tenant now: neither used up nor taken away.
result<bool> is_held(executor& in, std::int32_t tenant, const coupon_row& which);

// All that a tenant has or had, by id, after `after` (empty: from the first).
result<std::vector<tenant_coupon_row>> list_applied(executor& in, std::int32_t tenant, const std::string& after,
                                                    std::int32_t limit);

// What holds at `as_of` for invoices in `currency`, in the order in which it was applied: amounts of other currencies,
// and what is used up, do not.
result<std::vector<billing::held_coupon>> of_tenant(executor& in, std::int32_t tenant, std::string_view currency,
                                                    timestamp as_of);

// The same of many tenants, one list for each of `of`, in their order.
struct coupon_holder {
  std::int32_t tenant = 0;
  std::string currency;
  timestamp as_of;
};
result<std::vector<std::vector<billing::held_coupon>>> of_tenants(executor& in, std::span<const coupon_holder> of);

// After an invoice took its part, or gave it back: billing::use_of(), or what was there before. Used up since `at`, if
// it is now.
result<void> used(executor& in, const std::string& tenant_coupon, const billing::coupon_use& use, timestamp at);

}  // namespace coupons
}  // namespace weir::postgres
