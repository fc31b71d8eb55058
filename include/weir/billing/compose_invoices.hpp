// From what is to be billed to invoices, as a pure function: the same facts give the same invoices, to the last byte.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>
#include <weir/billing/credit.hpp>
#include <weir/billing/discount.hpp>
#include <weir/billing/plan.hpp>
#include <weir/billing/settle_charges.hpp>
#include <weir/billing/tax.hpp>

namespace weir::billing {

enum class invoice_kind : std::uint8_t {
  regular,
  adjustment,   // of one earlier invoice, for usage that came after it
  credit_note,  // any of them, when it comes to less than nothing
  threshold,    // a regular one before the month's end, because usage reached its plan's threshold
};

std::string_view name(invoice_kind k);
std::optional<invoice_kind> invoice_kind_from_name(std::string_view text);

struct invoice_line {
  std::int32_t number = 1;
  charge_key key;
  std::optional<line_ref> corrects{};      // a line of an earlier invoice
  std::optional<rated_charge> rated{};     // as it is owed now; nothing: it is owed no more
  money amount{};                          // of this invoice, before discounts
  std::vector<line_discount> discounts{};  // `line` is `number` − 1
  money discount{};  // Σ discounts; of a correction downward, what goes back of those it had, negative
  money net{};       // amount − discount; with inclusive rates tax is in it

  bool operator==(const invoice_line&) const = default;
};

struct invoice {
  invoice_kind kind = invoice_kind::regular;
  std::optional<std::string> corrects{};  // the invoice that an adjustment, or its credit note, is of
  billing::currency currency;
  std::vector<invoice_line> lines{};
  taxed totals{};
  std::vector<credit_use> credits{};  // of a total above zero
  money due{};                        // total − Σ credits; 0 of a credit note
  money credited{};                   // −total of a credit note: a credit that it grants

  bool operator==(const invoice&) const = default;
};

struct invoice_facts {
  billing::currency currency;
  timestamp as_of;
  tax_facts taxes{};
  std::vector<discount> discounts{};
  std::vector<credit_grant> credits{};
};

struct composed {
  std::vector<invoice> invoices;     // the regular one first, then adjustments in the order of what they correct
  std::vector<difference> unbilled;  // late usage that its plan does not charge

  bool operator==(const composed&) const = default;
};

// Late usage goes where its plan says (late_usage); all other differences, and those of charges that a dated change
// made shorter, longer, or void, are lines of the regular invoice, in the order of their keys. Discounts and credits go
// to the regular invoice first. A correction downward takes back its part of the discounts that were given under its
// key, and so never returns more than was asked for. With usage that goes on, the regular invoice is one of the kind
// threshold: percentages are taken off it, amounts wait for the month's own invoice. Error: amount_overflow.
result<composed> compose_invoices(const std::vector<rated_charge>& charges, const std::vector<difference>& differences,
                                  const plan_lookup& plans, const invoice_facts& facts);

// What later runs are told of a line of the invoice `id`.
billed_line billed(const invoice_line& line, std::string id);

}  // namespace weir::billing
