// What charges come to once usage is known. Fees and commitments are rounded whole and then cut, in the steps that they
// were rounded to; usage is rated for its part and then rounded.
#pragma once

#include <optional>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/billing/charge.hpp>

namespace weir::billing {

struct rated_charge {
  billing::charge charge;
  std::optional<billing::usage> usage{};  // of charge_kind::usage
  std::vector<rated_step> steps{};        // of charge_kind::usage
  money amount{};                         // never negative

  bool operator==(const rated_charge&) const = default;
};

// `usage[i]` belongs to `charges[i]`; of charges that are not of the kind usage it is of no interest. Charges come as
// charges_of gives them, those of one subscription together. Error: amount_overflow.
result<std::vector<rated_charge>> rate_charges(std::vector<charge> charges, const std::vector<usage>& usage);

}  // namespace weir::billing
