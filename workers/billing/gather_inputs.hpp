// Everything that tenants' invoices are reckoned from, as of an instant, read in one snapshot: with a few statements
// for all of the tenants that are asked about together.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <workers/billing/tenant_clock.hpp>

#include <weir/billing/coupon.hpp>
#include <weir/billing/invoice_inputs.hpp>
#include <weir/postgres/billing_profiles.hpp>
#include <weir/postgres/billing_states.hpp>
#include <weir/postgres/executor.hpp>
#include <weir/postgres/issuers.hpp>
#include <weir/postgres/subscriptions.hpp>

namespace weir::billing {

struct gathered_currency {
  invoice_inputs inputs;
  std::vector<held_coupon> coupons;  // inputs.discounts, place by place
  std::int64_t credits_version = 0;  // of the account, 0 without one
};

struct gathered {
  postgres::tenant_row tenant;
  std::optional<postgres::billing_state_row> state;  // nothing: it never had a subscription
  postgres::billing_profile_row profile;
  std::optional<postgres::issuer_row> issuer;  // nothing: there is none in this installation
  tenant_clock clock;
  moment as_of;
  timestamp next_at;  // after `as_of`: when something is due next, at the end of the billing month at the latest
  std::optional<timestamp> threshold_at;  // after `as_of`: when usage can reach a threshold next, before `next_at`
  timestamp looked_at;
  std::vector<gathered_currency> currencies;  // by code
};

// How a preview wants a subscription to be, instead of as it is stored, or beside those that are.
struct supposed_subscription {
  postgres::subscription_row row;
  timestamp changed_from;  // nothing before is another
};

// Whose inputs, and what is known of it in the same snapshot.
struct gathered_for {
  postgres::tenant_row tenant;
  std::optional<postgres::billing_state_row> state;
  postgres::billing_profile_row profile;
  timestamp as_of;
};

// `in` sees one snapshot (postgres::access::snapshot). `as_of` is the start of one of the tenant's hours; usage counts
// as far as it was counted. What late events can reach is looked at again, and what changes of subscriptions reach that
// were made since the last look. Errors: time_zone_unknown, cell_overflow, and those of list_charges().
// `supposed` may be null.
result<gathered> gather_inputs(postgres::executor& in, const postgres::tenant_row& tenant, timestamp as_of,
                               const supposed_subscription* supposed = nullptr);

// The same of many, one for each in their order. What cannot be gathered of one fails all of them.
result<std::vector<gathered>> gather_inputs(postgres::executor& in, std::span<const gathered_for> of);

// Of the profile, or the one that was made first; nothing: there is none.
result<std::optional<postgres::issuer_row>> issuer_of(postgres::executor& in,
                                                      const postgres::billing_profile_row& profile);

}  // namespace weir::billing
