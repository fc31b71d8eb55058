#include <utility>

#include <weir/billing/price_simulation.hpp>

namespace weir::billing {
namespace {

// No fee is due later than the longest interval after its begin.
constexpr int most_interval_months = 12;

}  // namespace

std::vector<segment> with_plan(const std::vector<segment>& segments, const std::optional<std::string>& instead_of,
                               const plan_ref& plan) {
  std::vector<segment> out;
  for (auto s : segments) {
    if (!instead_of || s.plan.code == *instead_of) s.plan = plan;
    if (!out.empty() && out.back().state == s.state && out.back().plan == s.plan) {
      out.back().to = s.to;
    } else {
      out.push_back(std::move(s));
    }
  }
  return out;
}

std::vector<segment> segments_within(const std::vector<segment>& segments, const moment& from, const moment& to) {
  std::vector<segment> out;
  for (const auto& s : segments) {
    if (s.from.at < to.at && (!s.to || from.at < s.to->at)) out.push_back(s);
  }
  return out;
}

std::vector<charge> charges_within(const subscription& s, const plan_lookup& plans, const tenant_calendar& calendar,
                                   currency currency, const moment& from, const moment& to) {
  const auto last = next_month_start(to.day, calendar.billing_day, most_interval_months);
  const moment as_of{calendar.start_of_day(last), last};
  auto out = charges_of(s, plans, calendar, currency, from, as_of);
  std::erase_if(out, [&](const charge& c) { return c.from.at < from.at || c.from.at >= to.at; });
  return out;
}

}  // namespace weir::billing
