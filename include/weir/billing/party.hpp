// Who an invoice is from and to: frozen into it as it was when the invoice was made.
#pragma once

#include <string>
#include <string_view>

#include <weir/domain/draft_checks.hpp>

namespace weir::billing {

// What is empty is not given.
struct postal_address {
  std::string line1{};
  std::string line2{};
  std::string city{};
  std::string region{};
  std::string postal_code{};
  std::string country{};  // ISO 3166-1 alpha-2

  bool operator==(const postal_address&) const = default;
};

struct party {
  std::string legal_name{};
  postal_address address{};
  std::string tax_id{};
  std::string email{};

  bool operator==(const party&) const = default;
};

// Adds every problem, with a pointer of `at` and the member (/buyer/address/country). A seller has a name and a
// country. Codes: validation_failed, country_unknown, email_invalid.
void check_party(domain::draft_checks& checks, std::string_view at, const party& p, bool is_seller);

}  // namespace weir::billing
