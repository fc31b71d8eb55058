// What a tenant's billing month would come to at its end, by the usage of its begin, beside what the same rule said of
// earlier months at the same point of them. Before discounts, taxes and credits. Nothing is written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <workers/billing/tenant_clock.hpp>

#include <weir/billing/forecast.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::billing {

// Of how many months before is looked whether the rule was right.
inline constexpr int most_past_months = 6;

struct forecast_past {
  civil_day from;  // that the month began on
  past_month month;
};

struct forecast_currency {
  billing::currency currency;
  money so_far;  // its fees, and what was counted until then
  money at_end;
  std::optional<forecast_band> band;  // nothing: there is no month to tell by
  std::vector<forecast_past> past;    // in which something was counted, the newest first
};

struct month_forecast {
  std::string tenant;  // ten_…
  moment from, to;
  timestamp seen_until;  // the start of an hour; of usage before it everything is counted
  std::vector<forecast_currency>
      currencies;  // by code; empty: no subscription, or not an hour of the month was counted
};

// `in` sees one snapshot. Errors: time_zone_unknown, meter_not_found, cell_overflow, amount_overflow.
result<month_forecast> forecast_month(postgres::executor& in, const postgres::tenant_row& tenant, timestamp now);

// schemas/json/invoice_forecast.json
std::string month_forecast_json(const month_forecast& f);

}  // namespace weir::billing
