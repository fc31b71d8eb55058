// What is still to be billed: charges as they stand now, less what was billed under their keys before.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/billing/rate_charges.hpp>

namespace weir::billing {

struct line_ref {
  std::string invoice;      // inv_…
  std::int32_t number = 1;  // of the line

  auto operator<=>(const line_ref&) const = default;
};

// A line of an earlier invoice that is not void, corrections included.
struct billed_line {
  charge_key key;
  money amount;  // before discounts and taxes, as the charge has it
  money net;     // less its discounts
  timestamp to;  // the end of what it was for
  share part;    // of the billing period that it was for
  line_ref at;
  bool is_interim = false;   // of usage that went on: the charge had a threshold
  bool is_reopened = false;  // a line of the same key that was there when this was issued is void now

  bool operator==(const billed_line&) const = default;
};

struct difference {
  charge_key key;
  std::optional<std::size_t> charge{};  // in the list given; nothing: the charge is owed no more
  money billed{};                       // under this key so far
  money billed_net{};                   // less its discounts
  money amount{};                       // what is missing, or too much (negative)
  std::optional<line_ref> original{};   // the first line of this key; nothing: the charge is billed for the first time
  bool is_late_usage = false;  // the charge is for what it was for when it was last billed: nobody changed it since
  bool is_interim = false;     // the charge goes on; without one, it did when it was last billed

  bool operator==(const difference&) const = default;
};

// One for each charge that was never billed, or only while it went on; and one for each key that came to something else
// than was billed, ordered by key. `before` holds every line of the billing periods that the charges were listed for,
// in the order in which they were issued. Error: amount_overflow.
result<std::vector<difference>> settle_charges(const std::vector<rated_charge>& charges,
                                               const std::vector<billed_line>& before);

}  // namespace weir::billing
