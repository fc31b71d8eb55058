// From gathered inputs to invoices: reckoning is pure, writing is one transaction for several tenants that first looks
// whether the inputs still hold.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <workers/billing/gather_inputs.hpp>

#include <weir/base/ulid.hpp>
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
  bool has_coupons = false;  // that its lines may name
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
  std::int64_t invoices = 0;
};

// What a tenant's invoices are written from: gathered inputs and what was prepared of them.
struct reckoned {
  const gathered* from = nullptr;
  const prepared* made = nullptr;
};

// One transaction for all of these tenants. Drafts of before are discarded, what is due becomes invoices, and they are
// finalized unless the profile wants that by hand. Of several, those whose locks somebody else holds are stale without
// waiting; of one, they are waited for. `now`: the time of announcements and of the days that are printed. One answer
// for each, in their order. Errors: the database's; billing_issuer_missing.
result<std::vector<issued>> write_invoices(postgres::executor& in, std::span<const reckoned> all, timestamp now);

}  // namespace weir::billing
