#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <tests/sim/year/compare_years.hpp>

namespace weir::sim {
namespace {

constexpr std::size_t most_told = 5;

constexpr const char* tables[] = {
    "SELECT concat_ws(' ', 'invoice', t.key, i.as_of, i.currency, i.run, i.place, i.kind, i.state, i.period_from, "
    "i.period_to, i.issued_day, i.due_day, i.due_at, i.finalized_at, i.net, i.total, i.credits_used, i.due, "
    "i.credited, i.paid, i.lines, i.taxes, i.buyer, i.version, i.corrects IS NULL) FROM invoices AS i JOIN tenants AS "
    "t ON t.number = i.tenant_number ORDER BY t.key, i.as_of, i.currency, i.run, i.place",
    "SELECT concat_ws(' ', 'line', t.key, i.as_of, i.currency, i.run, i.place, l.number, l.subscription_id, l.kind, "
    "l.plan_code, l.plan_version, l.price_code, l.period, l.period_to, l.charge_from, l.charge_to, l.part_from, "
    "l.part_to, l.part_whole, l.corrects_line, l.amount, l.discount, l.net, l.detail, l.is_interim) FROM invoice_lines "
    "AS l JOIN "
    "invoices AS i ON i.id = l.invoice_id JOIN tenants AS t ON t.number = i.tenant_number ORDER BY t.key, i.as_of, "
    "i.currency, i.run, i.place, l.number",
    "SELECT concat_ws(' ', 'credit', t.key, e.currency, e.sequence, e.kind, e.amount, e.balance_after, e.at) FROM "
    "credit_entries AS e JOIN tenants AS t ON t.number = e.tenant_number ORDER BY t.key, e.currency, e.sequence",
    "SELECT concat_ws(' ', 'state', t.key, s.next_at, s.billed_until, s.looked_at, s.runs, s.parked_code, "
    "s.is_released, s.threshold_at) FROM billing_states AS s JOIN tenants AS t ON t.number = s.tenant_number ORDER BY "
    "t.key",
    "SELECT concat_ws(' ', 'coupon', t.key, c.id, c.months_used, c.amount_left, c.used_up_at, c.removed_at, "
    "c.version) FROM tenant_coupons AS c JOIN tenants AS t ON t.number = c.tenant_number ORDER BY t.key, c.id",
    "SELECT concat_ws(' ', 'change', t.key, c.subscription_id, c.sequence, c.kind, c.at, c.plan_number, "
    "c.plan_version, c.trial_until, c.withdrawn_at) FROM subscription_changes AS c JOIN tenants AS t ON t.number = "
    "c.tenant_number ORDER BY t.key, c.subscription_id, c.sequence",
    "SELECT concat_ws(' ', 'announced', t.key, o.type, count(*)) FROM outbox AS o JOIN tenants AS t ON t.number = "
    "o.tenant_number GROUP BY t.key, o.type ORDER BY t.key, o.type",
};

}  // namespace

std::vector<std::string> tell(installation& in) {
  std::vector<std::string> out;
  for (const auto* sql : tables) {
    const auto r = in.query(sql);
    for (std::size_t i = 0; i < r.size(); ++i)
      out.push_back(r.at(i, 0).string());
  }
  return out;
}

std::vector<std::string> compare_years(const std::vector<std::string>& calm, const std::vector<std::string>& hurt) {
  auto once = calm;
  auto twice = hurt;
  std::ranges::sort(once);
  std::ranges::sort(twice);
  std::vector<std::string> missing, more, out;
  std::ranges::set_difference(once, twice, std::back_inserter(missing));
  std::ranges::set_difference(twice, once, std::back_inserter(more));
  for (std::size_t i = 0; i < std::min(missing.size(), most_told); ++i)
    out.push_back("without crashes there is: " + missing[i]);
  for (std::size_t i = 0; i < std::min(more.size(), most_told); ++i)
    out.push_back("with crashes there is: " + more[i]);
  return out;
}

}  // namespace weir::sim
