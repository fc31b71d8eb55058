// How a tenant is billed: by whom, as whom, when, with which taxes, and within which bounds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/billing/money.hpp>
#include <weir/billing/party.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::postgres {

// Without a row: as it stands here.
struct billing_profile_row {
  std::int32_t tenant_number = 0;
  std::optional<std::int32_t> issuer_number{};  // nothing: issuers::first()
  std::string issuer_code;
  billing::party buyer{};
  std::int32_t billing_day = 1;          // 1 to 31; fixed once the tenant has a subscription
  std::vector<std::string> tax_rates{};  // codes, in order
  bool tax_inclusive = false;
  std::string exemption_reason;              // without tax rates only
  std::string exemption_code;                // VATEX, or empty
  std::string finalize = "automatic";        // or by_hand
  std::int32_t grace_hours = 1;              // 0 to 240, after the end of a period
  std::optional<std::int32_t> most_lines{};  // of one invoice, before a person has to look at it
  std::optional<billing::money> most_amount{};
  std::int64_t version = 0;  // 0: there is no row
  std::optional<timestamp> created_at{};
  std::optional<timestamp> updated_at{};
};

namespace billing_profiles {

result<billing_profile_row> find(executor& in, std::int32_t tenant);

// The same of a tenant whose row is locked until the transaction ends, so that no subscription starts meanwhile.
// For the API's role.
result<billing_profile_row> lock(executor& in, std::int32_t tenant);

// Whether its billing day and its time zone are fixed: it has a subscription, or had one.
result<bool> is_fixed(executor& in, std::int32_t tenant);

// After lock(). `wanted.version` and times are the database's.
result<billing_profile_row> put(executor& in, const billing_profile_row& wanted);

}  // namespace billing_profiles
}  // namespace weir::postgres
