// What a line of an invoice follows from, down to the hourly cells that its quantity was put together of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/billing/invoice_inputs.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/invoices.hpp>
#include <weir/postgres/meters.hpp>
#include <weir/postgres/usage_totals.hpp>

namespace weir::billing {

struct explained_usage {
  postgres::meter_row meter;
  timestamp from, to;                                      // cells of these hours
  counted_usage billed;                                    // as it was when the line was reckoned
  std::optional<postgres::usage_totals::total> counted{};  // as it is now; nothing on pages that follow the first
  std::vector<postgres::usage_totals::cell> cells{};
  std::optional<postgres::usage_totals::cell_mark> next{};  // where the cells go on; nothing: these are the last
};

struct explained_line {
  postgres::invoice_row invoice;
  postgres::invoice_line_row line;
  std::optional<billing::price> price{};            // as frozen in the inputs; nothing for a commitment
  std::optional<billing::commitment> commitment{};  // of the plan, for a line of this kind
  std::vector<billed_line> billed_before{};         // under the same key, as frozen
  std::vector<postgres::issued_line> issued{};      // under the same key as it is now, this line included
  std::optional<explained_usage> usage{};           // nothing: the line measures nothing, or is owed no more
};

struct cell_page {
  std::optional<postgres::usage_totals::cell_mark> after{};  // nothing: from the first
  std::int32_t limit = 100;
};

// `in` sees one snapshot (postgres::access::snapshot). Late usage and a meter that was replaced since show as a
// difference between `counted` and `billed`. Errors: invoice_line_not_found, cell_overflow, record_malformed (of inputs
// that were damaged), the database's.
result<explained_line> explain_line(postgres::executor& in, const postgres::invoice_row& invoice, std::int32_t number,
                                    const cell_page& page);

// Whether the cells are made of the very events that were billed.
bool is_as_billed(const counted_usage& billed, const postgres::usage_totals::total& counted);

}  // namespace weir::billing
