// A seller: a legal entity of the company that runs this installation.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/billing/party.hpp>

namespace weir::billing {

struct issuer {
  std::string code;  // a slug
  party identity;
  std::string invoice_prefix;      // of the numbers of its invoices; fixed once created, as is the next
  std::string credit_note_prefix;  // of those of its credit notes
  std::int32_t payment_terms_days = 30;
  std::string note{};  // at the foot of its invoices; has line breaks

  bool operator==(const issuer&) const = default;
};

// 1 to 16 of A-Z, 0-9, - and /, beginning with a letter or a digit and not ending with a digit: what follows is the
// number, so that no two prefixes ever give one number.
bool is_number_prefix(std::string_view text);

// Every problem, with a pointer to its member. Codes: validation_failed and those of check_party.
std::vector<error> check_issuer(const issuer& i);

}  // namespace weir::billing
