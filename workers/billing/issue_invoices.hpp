// From gathered inputs to invoices: reckoning is pure, writing is one transaction that first looks whether the inputs
// still hold.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <workers/billing/gather_inputs.hpp>

#include <weir/base/ulid.hpp>
#include <weir/postgres/invoices.hpp>

namespace weir::billing {

struct prepared_invoice {
  postgres::invoice_row row;  // without number, days and hash
  std::vector<postgres::invoice_line_row> lines;
  std::vector<credit_use> credits;
  std::vector<std::pair<held_coupon, money>> coupons;  // and what was taken of each, above zero
};

struct prepared_currency {
  std::string currency;
  std::string inputs;  // the document
  std::int64_t credits_version = 0;
  std::vector<prepared_invoice> invoices;
};

struct prepared {
  std::vector<prepared_currency> currencies;  // with invoices only
  std::optional<error> parks;                 // why a person has to look first; nothing is written then
};

// Of gathered inputs and the `state` in them. Any error of reckoning is a reason to park.
prepared prepare_invoices(const gathered& g, id_source& ids);

enum class issue_end : std::uint8_t {
  issued,   // at least one invoice
  nothing,  // nothing was due
  parked,
  stale,  // somebody else billed the tenant, or changed its credits, since the inputs were read: gather again
};

struct issued {
  issue_end end = issue_end::nothing;
  std::vector<std::string> ids;
};

// Drafts of before are discarded, what is due becomes invoices, and they are finalized unless the profile wants that by
// hand. `now`: the time of announcements and of the days that are printed. Errors: the database's;
// billing_issuer_missing.
result<issued> write_invoices(postgres::executor& in, const gathered& g, const prepared& p, timestamp now);

// Number, days and state, credits and coupons; announces. `row` is a draft that is written already, whose state the
// caller holds the lock of. Errors: credit_insufficient, before anything was written.
result<void> finalize_invoice(postgres::executor& in, postgres::invoice_row& row, const gathered& g,
                              const prepared_invoice& of, timestamp now);

}  // namespace weir::billing
