// From a draft to an invoice with a number: of one, because somebody asked, or of all that a run has made.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <workers/billing/tenant_clock.hpp>

#include <weir/contract/domain_event.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/invoices.hpp>
#include <weir/postgres/issuers.hpp>
#include <weir/postgres/outbox.hpp>

namespace weir::billing {

// For whom, and who asked. What it refers to outlives it.
struct finalizing {
  const postgres::tenant_row& tenant;
  const tenant_clock& clock;
  const postgres::issuer_row& issuer;
  timestamp now;
  std::string principal;  // who asked, or "system"
  std::string request;    // or empty
};

struct draft {
  postgres::invoice_row row;
  const finalizing* by = nullptr;
  bool may_use_coupons = true;  // false: it is known that its lines name none
};

// Gives drafts their numbers, in their order, and days, takes the credits and coupons that they use, and says what is
// to be announced of it; an invoice that asks for nothing is paid with that. The caller holds the locks of
// billing_states. The numbers' series are locked last of what others may hold. Error: credit_insufficient.
result<std::vector<postgres::outbox::tenant_event>> finalize_invoices(postgres::executor& in,
                                                                      std::vector<draft> drafts);

// The same of one, announced.
result<void> finalize_invoice(postgres::executor& in, postgres::invoice_row row, const finalizing& by);

// What it took of coupons counts as unused again.
result<void> give_coupons_back(postgres::executor& in, const postgres::invoice_row& row, timestamp now);

// About an invoice as it is stored now. `before`: it as JSON, or empty.
postgres::outbox::tenant_event event_about(contract::event_type type, const postgres::invoice_row& row,
                                           const finalizing& by, std::string before = {});
result<void> announce_invoice(postgres::executor& in, contract::event_type type, const postgres::invoice_row& row,
                              const finalizing& by, std::string before = {});

}  // namespace weir::billing
