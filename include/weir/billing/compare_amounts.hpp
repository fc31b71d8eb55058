// What something costs beside what it would cost.
#pragma once

#include <vector>

#include <weir/base/error.hpp>
#include <weir/billing/currency.hpp>
#include <weir/billing/money.hpp>

namespace weir::billing {

struct compared_amount {
  billing::currency currency;
  money current{};
  money supposed{};
  money difference{};  // supposed − current

  bool operator==(const compared_amount&) const = default;
};

// Adds to the sums of a currency, which is put among the others by its code when it is not there yet. Error:
// amount_overflow.
result<void> add_amounts(std::vector<compared_amount>& to, currency c, money current, money supposed);

}  // namespace weir::billing
