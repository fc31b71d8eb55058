// How a tenant is billed: by whom, as whom, when, with which taxes, and within which bounds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/billing/money.hpp>
#include <weir/billing/party.hpp>

namespace weir::billing {

struct billing_profile {
  static constexpr std::size_t most_tax_rates = 10;

  std::string issuer_code{};  // empty: the one that was made first
  party buyer{};
  std::int32_t billing_day = 1;              // 1 to 31; fixed once the tenant has a subscription
  std::vector<std::string> tax_rates{};      // codes, in order, each once; all of them are due
  bool tax_inclusive = false;                // prices have them in
  std::string exemption_reason{};            // for people, without tax rates only; so is the next
  std::string exemption_code{};              // VATEX, or empty
  std::string finalize = "automatic";        // or by_hand
  std::int32_t grace_hours = 1;              // 0 to 240, after the end of a period
  std::optional<std::int32_t> most_lines{};  // of one invoice, before a person has to look at it; > 0
  std::optional<money> most_amount{};        // in minor units of whatever currency it has; ≥ 0

  bool operator==(const billing_profile&) const = default;
};

// "VATEX-EU-AE": the form of a code of the list VATEX (CEF), not that the list has it.
bool is_vatex(std::string_view text);

// Every problem, with a pointer to its member. Codes: validation_failed and those of check_party.
std::vector<error> check_profile(const billing_profile& p);

}  // namespace weir::billing
