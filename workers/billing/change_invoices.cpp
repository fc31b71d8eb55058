#include <workers/billing/announce_change.hpp>
#include <workers/billing/change_invoices.hpp>
#include <workers/billing/finalize_invoices.hpp>
#include <workers/billing/gather_inputs.hpp>
#include <workers/billing/invoice_json.hpp>
#include <workers/billing/invoice_run.hpp>

#include <weir/postgres/collections.hpp>
#include <weir/postgres/credits.hpp>

namespace weir::billing {
namespace {

using contract::event_type;
using postgres::command_origin;
using postgres::command_outcome;
using postgres::executor;
using postgres::invoice_row;

// Whose invoices they are, and the lock.
result<postgres::billing_state_row> lock(executor& in, std::int32_t tenant) {
  auto state = postgres::billing_states::lock(in, tenant);
  if (!state) return std::unexpected(state.error());
  if (!*state) return fail(error_code::invoice_not_found, "the tenant has no invoices");
  return std::move(**state);
}

result<invoice_row> find(executor& in, const postgres::tenant_row& tenant, const invoice_id& id) {
  if (auto locked = lock(in, tenant.number); !locked) return std::unexpected(locked.error());
  auto row = postgres::invoices::find(in, id.text());
  if (row && row->tenant_number != tenant.number) return fail(error_code::invoice_not_found);
  return row;
}

// What a change of an invoice is made with. References live as long as it does.
struct desk {
  postgres::tenant_row tenant;
  tenant_clock clock;
  postgres::issuer_row issuer;
  finalizing by;

  static result<std::unique_ptr<desk>> open(executor& in, const postgres::tenant_row& tenant, timestamp now,
                                            const std::string& principal, const std::string& request) {
    auto profile = postgres::billing_profiles::find(in, tenant.number);
    if (!profile) return std::unexpected(profile.error());
    auto clock = tenant_clock::of(tenant, profile->billing_day);
    if (!clock) return std::unexpected(clock.error());
    auto issuer = issuer_of(in, *profile);
    if (!issuer) return std::unexpected(issuer.error());
    if (!*issuer) return fail(error_code::billing_issuer_missing);
    return std::make_unique<desk>(tenant, *clock, std::move(**issuer), now, principal, request);
  }

  desk(postgres::tenant_row of, tenant_clock days, postgres::issuer_row seller, timestamp now,
       const std::string& principal, const std::string& request)
      : tenant(std::move(of)), clock(days), issuer(std::move(seller)), by{tenant, clock,     issuer,
                                                                          now,    principal, request} {}
  desk(const desk&) = delete;
};

result<std::unique_ptr<desk>> open(executor& in, const command_origin& c) {
  if (!c.tenant) return fail(error_code::tenant_not_found);
  return desk::open(in, *c.tenant, c.issued_at, c.principal, c.request);
}

result<command_outcome> shown(executor& in, const postgres::tenant_row& tenant, const std::string& id) {
  auto row = postgres::invoices::find(in, id);
  if (!row) return std::unexpected(row.error());
  return command_outcome{200, invoice_json(*row, tenant.id)};
}

// Into its next state, announced.
result<void> step(executor& in, const desk& at, invoice_row row, invoice_state to, event_type type) {
  const auto before = invoice_json(row, at.tenant.id);
  if (auto set = postgres::invoices::set_state(in, row.id, to); !set) return set;
  if (auto told = postgres::collections::look_again(in, row.id); !told) return told;
  row.state = to;
  ++row.version;
  return announce_invoice(in, type, row, at.by, before);
}

result<void> annul(executor& in, const desk& at, const invoice_row& row) {
  if (auto account = postgres::credits::lock(in, row.tenant_number, row.currency); !account)
    return std::unexpected(account.error());
  auto back = postgres::credits::put_back(in, row.tenant_number, row.currency, row.id, at.by.now);
  if (!back) return std::unexpected(back.error());
  if (auto given = give_coupons_back(in, row, at.by.now); !given) return given;
  if (auto again = postgres::billing_states::reopen(in, row.tenant_number); !again) return again;
  return step(in, at, row, invoice_state::voided, event_type::invoice_voided);
}

std::unexpected<error> refused(const invoice_row& row) {
  return fail(error_code::invoice_state_refused, "it is " + std::string(name(row.state)));
}

}  // namespace

result<command_outcome> change_invoice(executor& in, const command_origin& c, const contract::change_invoice& what) {
  auto at = open(in, c);
  if (!at) return std::unexpected(at.error());
  auto row = find(in, (*at)->tenant, what.id);
  if (!row) return std::unexpected(row.error());
  const auto wanted = what.change == "finalize" ? invoice_step::finalize
                      : what.change == "void"   ? invoice_step::annul
                                                : invoice_step::give_up;
  const auto to = next_state(row->state, wanted);
  if (!to) return refused(*row);
  if (wanted == invoice_step::annul && row->paid > money{})
    return fail(error_code::invoice_state_refused, "a part of it is paid");
  result<void> done;
  switch (wanted) {
    case invoice_step::finalize:
      done = finalize_invoice(in, *row, (*at)->by);
      if (done) done = postgres::billing_states::touch(in, row->tenant_number);
      break;
    case invoice_step::annul:
      done = annul(in, **at, *row);
      if (done) done = ask_for_invoice_run(in, c.id);
      break;
    default:
      done = step(in, **at, *row, *to, event_type::invoice_uncollectible);
  }
  if (!done) return std::unexpected(done.error());
  return shown(in, (*at)->tenant, row->id);
}

result<command_outcome> record_payment(executor& in, const command_origin& c, const contract::record_payment& what) {
  auto at = open(in, c);
  if (!at) return std::unexpected(at.error());
  auto row = find(in, (*at)->tenant, what.id);
  if (!row) return std::unexpected(row.error());
  const auto paid = next_state(row->state, invoice_step::pay);
  if (!paid) return refused(*row);
  auto amount = parse_money(what.amount, *currency::find(row->currency));
  if (!amount) return std::unexpected(amount.error());
  const money open{row->due.minor - row->paid.minor};
  if (*amount <= money{}) return fail(error_code::validation_failed, "a payment is above zero", "/amount");
  if (*amount > open) return fail(error_code::invoice_payment_exceeds_due, text(open, *currency::find(row->currency)));
  const auto before = invoice_json(*row, (*at)->tenant.id);
  postgres::invoice_payment_row p;
  p.amount = *amount;
  p.method = what.method;
  p.reference = what.reference;
  p.received_at = what.received_at.value_or(c.issued_at);
  p.recorded_by = c.principal;
  p.command_id = c.id;
  const auto to = *amount == open ? *paid : row->state;
  if (auto added = postgres::invoices::add_payment(in, *row, p, to); !added) return std::unexpected(added.error());
  if (auto told = postgres::collections::look_again(in, row->id); !told) return std::unexpected(told.error());
  auto after = postgres::invoices::find(in, row->id);
  if (!after) return std::unexpected(after.error());
  auto said = announce_invoice(in, event_type::invoice_payment_recorded, *after, (*at)->by, before);
  if (said && to == *paid) said = announce_invoice(in, event_type::invoice_paid, *after, (*at)->by, before);
  if (!said) return std::unexpected(said.error());
  return shown(in, (*at)->tenant, row->id);
}

result<command_outcome> release_billing(executor& in, const command_origin& c, const contract::release_billing&) {
  if (!c.tenant) return fail(error_code::tenant_not_found);
  auto state = postgres::billing_states::lock(in, c.tenant->number);
  if (!state) return std::unexpected(state.error());
  if (!*state || !(*state)->parked_at) return fail(error_code::billing_not_parked);
  const auto before = billing_state_json(*state, c.tenant->id);
  if (auto done = postgres::billing_states::release(in, c.tenant->number); !done) return std::unexpected(done.error());
  if (auto asked = ask_for_invoice_run(in, c.id); !asked) return std::unexpected(asked.error());
  auto after = postgres::billing_states::find(in, c.tenant->number);
  if (!after) return std::unexpected(after.error());
  return announce_change(
      in, c,
      {event_type::billing_released, c.tenant->id, (*after)->runs, billing_state_json(*after, c.tenant->id), before});
}

result<bool> miss_due_date(executor& in, const std::string& invoice, std::int32_t tenant, timestamp now) {
  if (auto locked = lock(in, tenant); !locked) return std::unexpected(locked.error());
  auto row = postgres::invoices::find(in, invoice);
  if (!row) return std::unexpected(row.error());
  const auto to = next_state(row->state, invoice_step::miss);
  if (!to || !row->due_at || *row->due_at > now) return false;
  auto whose = postgres::tenants::by_number(in, tenant);
  if (!whose) return std::unexpected(whose.error());
  auto at = desk::open(in, *whose, now, "system", {});
  if (!at) return std::unexpected(at.error());
  if (auto done = step(in, **at, *row, *to, event_type::invoice_past_due); !done) return std::unexpected(done.error());
  return true;
}

}  // namespace weir::billing
