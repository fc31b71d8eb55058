#include <algorithm>

#include <workers/billing/preview_change.hpp>
#include <workers/billing/subscription_desk.hpp>

namespace weir::billing {
namespace {

using postgres::command_origin;
using postgres::executor;
using postgres::subscription_row;

// A fee that is due in advance shows at the begin of a month already, everything else at its end.
timestamp shown_as_of(const tenant_clock& clock, timestamp now, const postgres::subscription_change_row& change) {
  const moment when{change.at, change.day};
  const bool begins_a_month = clock.start_of(month_start(when.day, clock.calendar().billing_day)) == when;
  const auto shows = begins_a_month ? when : clock.end_of_month(when.at);
  return std::max(clock.end_of_month(now).at, shows.at);
}

result<std::vector<compared_amount>> compare(const prepared& without, const prepared& with) {
  std::vector<compared_amount> out;
  for (const auto& of : without.currencies) {
    for (const auto& made : of.invoices) {
      auto added = add_amounts(out, *currency::find(of.currency), made.row.total, {});
      if (!added) return std::unexpected(added.error());
    }
  }
  for (const auto& of : with.currencies) {
    for (const auto& made : of.invoices) {
      auto added = add_amounts(out, *currency::find(of.currency), {}, made.row.total);
      if (!added) return std::unexpected(added.error());
    }
  }
  return out;
}

result<previewed_change> preview(executor& in, const command_origin& c, const tenant_clock& clock,
                                 const subscription_row& wanted, id_source& ids) {
  const auto& change = wanted.changes.back();
  const auto as_of = shown_as_of(clock, c.issued_at, change);
  auto as_stored = gather_inputs(in, *c.tenant, as_of);
  if (!as_stored) return std::unexpected(as_stored.error());
  const supposed_subscription supposed{wanted, change.at};
  const auto as_wanted = gather_inputs(in, *c.tenant, as_of, &supposed);
  if (!as_wanted) return std::unexpected(as_wanted.error());
  previewed_change out{.subscription = {},
                       .change = change,
                       .as_stored = std::move(*as_stored),
                       .without = {},
                       .with = prepare_invoices(*as_wanted, ids),
                       .amounts = {}};
  out.without = prepare_invoices(out.as_stored, ids);
  if (out.with.parks || out.without.parks) return out;
  auto amounts = compare(out.without, out.with);
  if (!amounts) return std::unexpected(amounts.error());
  out.amounts = std::move(*amounts);
  return out;
}

void write_change(contract::json_writer& w, const postgres::subscription_change_row& c) {
  w.key("change").begin_object().member("kind", c.kind).member("at", c.at).key("plan");
  if (c.plan_number) {
    w.begin_object().member("code", c.plan_code).member("version", c.plan_version).end_object();
  } else {
    w.null();
  }
  w.member("trial_until", c.trial_until).end_object();
}

}  // namespace

result<previewed_change> preview_start(executor& in, const command_origin& c, const contract::start_subscription& what,
                                       id_source& ids) {
  auto at = subscription_desk::open(in, c);
  if (!at) return std::unexpected(at.error());
  auto wanted = at->started(what);
  if (!wanted) return std::unexpected(wanted.error());
  return preview(in, c, at->clock(), *wanted, ids);
}

result<previewed_change> preview_change(executor& in, const command_origin& c,
                                        const contract::change_subscription& what, id_source& ids) {
  auto at = subscription_desk::open(in, c);
  if (!at) return std::unexpected(at.error());
  auto row = at->find(what.id);
  if (!row) return std::unexpected(row.error());
  auto wanted = at->changed(*row, what);
  if (!wanted) return std::unexpected(wanted.error());
  auto out = preview(in, c, at->clock(), *wanted, ids);
  if (out) out->subscription = row->id;
  return out;
}

std::string change_preview_json(const previewed_change& p) {
  const auto& g = p.as_stored;
  contract::json_writer w(8192);
  w.begin_object().member("is_preview", true).member("tenant_id", g.tenant.id);
  w.member("subscription_id", p.subscription);
  write_change(w, p.change);
  w.member("as_of", g.as_of.at).member("read_at", g.looked_at).key("amounts");
  if (p.amounts) {
    write_compared(w, *p.amounts, "without", "with");
  } else {
    w.null();
  }
  w.key("without").begin_object();
  write_previewed(w, p.without);
  w.end_object().key("with").begin_object();
  write_previewed(w, p.with);
  return w.end_object().end_object().take();
}

void write_compared(contract::json_writer& w, const std::vector<compared_amount>& amounts, std::string_view current,
                    std::string_view supposed) {
  w.begin_array();
  for (const auto& a : amounts) {
    w.begin_object().member("currency", a.currency.code()).member(current, text(a.current, a.currency));
    w.member(supposed, text(a.supposed, a.currency)).member("difference", text(a.difference, a.currency)).end_object();
  }
  w.end_array();
}

}  // namespace weir::billing
