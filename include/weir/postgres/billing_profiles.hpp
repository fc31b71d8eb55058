// How a tenant is billed: by whom, as whom, when, with which taxes, and within which bounds.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <weir/billing/billing_profile.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres {

// Of a tenant without a row: as these are by themselves.
struct billing_profile_row : billing::billing_profile {
  std::int32_t tenant_number = 0;
  std::optional<std::int32_t> issuer_number{};  // nothing: issuers::first()
  std::int64_t version = 0;                     // 0: there is no row
  std::optional<timestamp> created_at{};
  std::optional<timestamp> updated_at{};
};

namespace billing_profiles {

result<billing_profile_row> find(executor& in, std::int32_t tenant);
// One for each, in their order.
result<std::vector<billing_profile_row>> find(executor& in, std::span<const std::int32_t> tenants);

// Locks the tenant's row until the transaction ends, so that its profile does not change and no subscription of it
// starts meanwhile. For the API's role.
result<void> lock(executor& in, std::int32_t tenant);

// Whether its billing day and its time zone are fixed: it has a subscription, or had one.
result<bool> is_fixed(executor& in, std::int32_t tenant);

// After lock(). Error: issuer_not_found, with a pointer. That its tax rates are there is the caller's to see.
result<billing_profile_row> put(executor& in, std::int32_t tenant, const billing::billing_profile& wanted);

}  // namespace billing_profiles
}  // namespace weir::postgres
