#include <algorithm>
#include <set>

#include <weir/billing/hold_back.hpp>
#include <weir/billing/invoice_inputs.hpp>

namespace weir::billing {
namespace {

struct listed {
  std::vector<charge> charges;
  std::set<std::string> going_on;  // subscriptions that have not ended as of the invoice
};

result<listed> charges_by(const invoice_inputs& in, const start_of_day& days) {
  const tenant_calendar calendar{in.billing_day, days};
  const auto plans = lookup_in(in);
  listed out;
  for (const auto& s : in.subscriptions) {
    auto segments = segments_of(s.changes);
    if (!segments) return std::unexpected(segments.error());
    if (s.add_on_to) {
      const auto base = std::ranges::find(in.subscriptions, *s.add_on_to, &dated_subscription::id);
      if (base == in.subscriptions.end()) return fail(error_code::invoice_inputs_incomplete, *s.add_on_to);
      auto of_base = segments_of(base->changes);
      if (!of_base) return std::unexpected(of_base.error());
      *segments = segments_beside(*segments, *of_base);
    }
    if (!segments->empty() && (!segments->back().to || in.as_of.at < segments->back().to->at))
      out.going_on.insert(s.id);
    for (auto& c : charges_of({s.id, std::move(*segments)}, plans, calendar, in.currency, in.since, in.as_of))
      out.charges.push_back(std::move(c));
  }
  return out;
}

}  // namespace

plan_lookup lookup_in(const invoice_inputs& in) {
  return [&in](const plan_ref& ref) -> const plan* {
    const auto found =
        std::ranges::find_if(in.plans, [&](const plan& p) { return p.code == ref.code && p.version == ref.version; });
    return found == in.plans.end() ? nullptr : &*found;
  };
}

result<std::vector<charge>> list_charges(invoice_inputs& in, const start_of_day& zone) {
  auto out = charges_by(in, [&](civil_day d) {
    const auto at = zone(d);
    in.days.emplace(d, at);
    return at;
  });
  if (!out) return std::unexpected(out.error());
  return std::move(out->charges);
}

result<composed> reckon_invoices(const invoice_inputs& in) {
  bool complete = true;
  auto all = charges_by(in, [&](civil_day d) {
    const auto found = in.days.find(d);
    if (found != in.days.end()) return found->second;
    complete = false;
    return timestamp{days_between({1970, 1, 1}, d) * 86'400'000'000'000};
  });
  if (!all) return std::unexpected(all.error());
  auto& charges = all->charges;
  std::map<charge_key, usage> counted;
  for (const auto& c : in.usage)
    counted.emplace(c.key, c.usage);
  std::vector<usage> of_charges;
  for (const auto& c : charges) {
    const auto found = counted.find(c.key);
    if (c.key.kind == charge_kind::usage && found == counted.end()) complete = false;
    of_charges.push_back(found == counted.end() ? usage{} : found->second);
  }
  if (!complete) return fail(error_code::invoice_inputs_incomplete);
  auto rated = rate_charges(std::move(charges), of_charges);
  if (!rated) return std::unexpected(rated.error());
  auto differences = settle_charges(*rated, in.billed);
  if (!differences) return std::unexpected(differences.error());
  const auto runs = [&](const charge_key& key) {
    return all->going_on.contains(key.subscription) && in.as_of.day < next_month_start(key.period, in.billing_day, 1);
  };
  if (auto held = hold_back(*differences, *rated, runs); !held) return std::unexpected(held.error());
  return compose_invoices(*rated, *differences, lookup_in(in),
                          {in.currency, in.as_of.at, in.taxes, in.discounts, in.credits});
}

}  // namespace weir::billing
