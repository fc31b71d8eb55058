#include <algorithm>

#include <weir/billing/invoice_inputs.hpp>

namespace weir::billing {
namespace {

result<std::vector<charge>> charges_by(const invoice_inputs& in, const start_of_day& days) {
  const tenant_calendar calendar{in.billing_day, days};
  const auto plans = lookup_in(in);
  std::vector<charge> out;
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
    for (auto& c : charges_of({s.id, std::move(*segments)}, plans, calendar, in.currency, in.since, in.as_of))
      out.push_back(std::move(c));
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
  return charges_by(in, [&](civil_day d) {
    const auto at = zone(d);
    in.days.emplace(d, at);
    return at;
  });
}

result<composed> reckon_invoices(const invoice_inputs& in) {
  bool complete = true;
  auto charges = charges_by(in, [&](civil_day d) {
    const auto found = in.days.find(d);
    if (found != in.days.end()) return found->second;
    complete = false;
    return timestamp{days_between({1970, 1, 1}, d) * 86'400'000'000'000};
  });
  if (!charges) return std::unexpected(charges.error());
  std::map<charge_key, usage> counted;
  for (const auto& c : in.usage)
    counted.emplace(c.key, c.usage);
  std::vector<usage> of_charges;
  for (const auto& c : *charges) {
    const auto found = counted.find(c.key);
    if (c.key.kind == charge_kind::usage && found == counted.end()) complete = false;
    of_charges.push_back(found == counted.end() ? usage{} : found->second);
  }
  if (!complete) return fail(error_code::invoice_inputs_incomplete);
  auto rated = rate_charges(std::move(*charges), of_charges);
  if (!rated) return std::unexpected(rated.error());
  auto differences = settle_charges(*rated, in.billed);
  if (!differences) return std::unexpected(differences.error());
  return compose_invoices(*rated, *differences, lookup_in(in),
                          {in.currency, in.as_of.at, in.taxes, in.discounts, in.credits});
}

}  // namespace weir::billing
