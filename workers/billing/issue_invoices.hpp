// From gathered inputs to invoices: reckoning is pure, writing is one transaction that first looks whether the inputs
// still hold.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <workers/billing/gather_inputs.hpp>

#include <weir/base/ulid.hpp>
#include <weir/contract/domain_event.hpp>
#include <weir/contract/json_writer.hpp>
#include <weir/postgres/invoices.hpp>

namespace weir::billing {

struct prepared_invoice {
  postgres::invoice_row row;  // without number, days and hash
  std::vector<postgres::invoice_line_row> lines;
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

// schemas/json/invoice_preview.json: what would be billed, and nothing is.
std::string preview_json(const gathered& g, const prepared& p);
// Its members `parks` and `invoices`, into an open object.
void write_previewed(contract::json_writer& w, const prepared& p);

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

// Gives a draft its number and days, takes the credits and coupons that it uses, and announces it; an invoice that asks
// for nothing is paid with that. The caller holds the lock of billing_states. Errors: credit_insufficient, before
// anything was written; billing_issuer_missing.
struct finalizing {
  const postgres::tenant_row& tenant;
  const tenant_clock& clock;
  const postgres::issuer_row& issuer;
  timestamp now;
  std::string principal;  // who asked, or "system"
  std::string request;    // or empty
};
result<void> finalize_invoice(postgres::executor& in, postgres::invoice_row row, const finalizing& by);

// What it took of coupons counts as unused again.
result<void> give_coupons_back(postgres::executor& in, const postgres::invoice_row& row, timestamp now);

// An announcement about an invoice as it is stored now. `before`: it as JSON, or empty.
result<void> announce_invoice(postgres::executor& in, contract::event_type type, const postgres::invoice_row& row,
                              const finalizing& by, std::string before = {});

}  // namespace weir::billing
