// What the documents of an invoice say: every text and amount is decided, nothing here is looked up or reckoned any
// more. Of a finalized invoice it never changes but for `is_void`: what was paid later stands nowhere in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/base/civil_day.hpp>
#include <weir/base/decimal.hpp>
#include <weir/base/time.hpp>
#include <weir/billing/compose_invoices.hpp>
#include <weir/billing/currency.hpp>
#include <weir/billing/money.hpp>
#include <weir/billing/party.hpp>

namespace weir::documents {

using billing::money;

struct document_party {
  std::string id{};  // iss_… or ten_…
  billing::party identity{};

  bool operator==(const document_party&) const = default;
};

struct document_discount {
  std::string name;
  money amount;

  bool operator==(const document_discount&) const = default;
};

struct document_line {
  std::int32_t number = 1;
  std::string name{};                          // of the price: "API calls"
  std::string plan{};                          // its name: "Team"
  civil_day from{}, to{};                      // what it is for; the last day is in it
  std::optional<decimal> quantity{};           // what was counted
  std::string meter{};                         // of the quantity
  std::string corrects{};                      // "INV-000012, line 3": it is the difference to that
  money amount{}, discount{}, net{};           // net is amount − discount; with inclusive taxes they have tax in them
  std::vector<document_discount> discounts{};  // Σ is `discount`, or there are none
  money untaxed{};                             // of net, what is no tax; Σ over the lines is invoice_document::net

  bool operator==(const document_line&) const = default;
};

struct document_tax {
  std::string name;          // "VAT 19 %"
  std::string jurisdiction;  // "DE"
  decimal percent;           // 19
  money base, amount;

  bool operator==(const document_tax&) const = default;
};

struct document_reference {
  std::string number;
  civil_day issued_on;

  bool operator==(const document_reference&) const = default;
};

struct invoice_document {
  std::string id{};      // inv_…
  std::string number{};  // "INV-000042"
  billing::invoice_kind kind = billing::invoice_kind::regular;
  bool is_void = false;
  billing::currency currency;
  timestamp finalized_at{};
  civil_day issued_on{};
  std::optional<civil_day> due_on{};
  civil_day period_from{}, period_to{};  // the last day is in it
  document_party seller{}, buyer{};
  std::string note{};                           // has line breaks
  std::vector<document_reference> preceding{};  // invoices that it corrects, by number
  std::vector<document_line> lines{};           // of a credit note their sum is negative
  std::vector<document_tax> taxes{};
  bool inclusive = false;  // the lines have tax in them
  std::string exemption_reason{}, exemption_code{};
  money net{}, total{}, credits_used{}, due{}, credited{};
  std::string inputs_hash{};  // of what it was reckoned from

  bool operator==(const invoice_document&) const = default;
};

}  // namespace weir::documents
