#include <algorithm>

#include <workers/billing/announce_change.hpp>
#include <workers/billing/change_subscriptions.hpp>
#include <workers/billing/invoice_run.hpp>
#include <workers/billing/subscription_desk.hpp>

#include <weir/postgres/billing_states.hpp>

namespace weir::billing {
namespace {

using contract::event_type;
using postgres::command_origin;
using postgres::command_outcome;
using postgres::executor;
using postgres::subscription_change_row;

// The announcement and the answer, of what is stored now.
result<command_outcome> end(executor& in, const command_origin& c, const subscription_desk& at, event_type type,
                            const std::string& id, const std::string& before, int status) {
  auto row = postgres::subscriptions::find(in, id);
  if (!row) return std::unexpected(row.error());
  return announce_change(in, c, {type, id, row->version, at.shown_as(*row), before, status});
}

}  // namespace

result<command_outcome> start_subscription(executor& in, const command_origin& c,
                                           const contract::start_subscription& what) {
  auto at = subscription_desk::open(in, c);
  if (!at) return std::unexpected(at.error());
  auto wanted = at->started(what);
  if (!wanted) return std::unexpected(wanted.error());
  const auto& start = wanted->changes.back();
  auto made = postgres::subscriptions::create(in, *wanted);
  if (!made) return std::unexpected(made.error());
  // From here on neither the tenant's zone nor its billing day changes. Whoever changed them meanwhile was first.
  auto kept = at->has_kept_its_clock();
  if (!kept) return std::unexpected(kept.error());
  if (!*kept) return fail(error_code::definitions_changed);
  // What is due in advance is billed at once, and what is dated back.
  if (auto open = postgres::billing_states::open(in, wanted->tenant_number, start.at); !open)
    return std::unexpected(open.error());
  if (auto asked = ask_for_invoice_run(in, c.id); !asked) return std::unexpected(asked.error());
  return end(in, c, *at, event_type::subscription_started, wanted->id, "", 201);
}

result<command_outcome> change_subscription(executor& in, const command_origin& c,
                                            const contract::change_subscription& what) {
  auto at = subscription_desk::open(in, c);
  if (!at) return std::unexpected(at.error());
  auto row = at->find(what.id);
  if (!row) return std::unexpected(row.error());
  const auto before = at->shown_as(*row);
  auto wanted = at->changed(*row, what);
  if (!wanted) return std::unexpected(wanted.error());
  if (auto added = postgres::subscriptions::add_change(in, *row, wanted->changes.back()); !added)
    return std::unexpected(added.error());
  // Another plan may have a threshold, and so may the one that goes on after a pause.
  if (auto watched = postgres::billing_states::watch(in, row->tenant_number, wanted->changes.back().at); !watched)
    return std::unexpected(watched.error());
  return end(in, c, *at, event_type::subscription_changed, row->id, before, 200);
}

result<command_outcome> unschedule_subscription_change(executor& in, const command_origin& c,
                                                       const contract::unschedule_subscription_change& what) {
  auto at = subscription_desk::open(in, c);
  if (!at) return std::unexpected(at.error());
  auto row = at->find(what.id);
  if (!row) return std::unexpected(row.error());
  const auto before = at->shown_as(*row);
  const auto found = std::ranges::find(row->changes, what.sequence, &subscription_change_row::sequence);
  if (found == row->changes.end() || found->at <= c.issued_at || found->kind == "start")
    return fail(error_code::subscription_change_not_found);
  auto wanted = *row;
  wanted.changes.erase(wanted.changes.begin() + (found - row->changes.begin()));
  if (auto fits = at->judge(wanted); !fits) return std::unexpected(fits.error());
  auto gone = postgres::subscriptions::withdraw(in, *row, what.sequence);
  if (!gone) return std::unexpected(gone.error());
  return end(in, c, *at, event_type::subscription_changed, row->id, before, 200);
}

}  // namespace weir::billing
