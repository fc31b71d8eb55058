// Taxes of one invoice. Which rates a tenant has is a fact that somebody entered; what they come to is reckoned here,
// by rate on the sum of the lines, as EN 16931 (BR-S-08, BR-CO-17) wants it.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/billing/currency.hpp>
#include <weir/billing/money.hpp>
#include <weir/billing/unit_price.hpp>

namespace weir::billing {

struct tax_rate {
  std::string code;          // "de_vat"
  std::string name;          // "VAT 19 %"
  std::string jurisdiction;  // "DE", "US-CA"
  unit_price rate;           // 0.19 is 19 %

  bool operator==(const tax_rate&) const = default;
};

struct tax_rate_draft {
  std::string code;
  std::string name;
  std::string jurisdiction;
  std::string rate;  // "0.19"
};

// The rate, or every problem with a pointer to its member. Codes: validation_failed and those of parse_rate.
std::expected<tax_rate, std::vector<error>> make_tax_rate(const tax_rate_draft& draft);

// A fraction from 0 to 1 with at most 6 digits after the point. Errors: those of unit_price::parse, rate_too_large,
// decimal_too_precise.
result<unit_price> parse_rate(std::string_view text);

struct tax_facts {
  std::vector<tax_rate> rates{};   // all of them are due on each line
  bool inclusive = false;          // prices have them in
  std::string exemption_reason{};  // for people, when no tax is due: "Reverse charge"
  std::string exemption_code{};    // VATEX, or empty

  bool operator==(const tax_facts&) const = default;
};

struct tax_line {
  std::size_t rate;  // in tax_facts::rates
  money base;        // without tax
  money amount;      // of the sign of the sum, or 0

  bool operator==(const tax_line&) const = default;
};

struct taxed {
  money net;                    // without tax
  std::vector<tax_line> taxes;  // one for each rate
  money total;                  // net + Σ taxes

  bool operator==(const taxed&) const = default;
};

// `sum`: of the lines less their discounts; with inclusive rates it is the total. Halves away from zero. Inclusive
// rates share what is not net in their own proportion, the last one taking what is left. Error: amount_overflow.
result<taxed> add_taxes(money sum, const tax_facts& facts, currency c);

}  // namespace weir::billing
