// All that decides what is done next about an invoice whose money does not come.
#pragma once

#include <optional>
#include <vector>

#include <weir/base/time_zone.hpp>
#include <weir/billing/dunning.hpp>
#include <weir/postgres/collections.hpp>

namespace weir::payments {

struct collection_case {
  postgres::collection_row row;
  postgres::collections::schedule plan;
  billing::dunning steps;  // those of the plan behind the charge upon finalization, which is step 0
  time_zone zone;          // of the tenant

  civil_day day_of(std::size_t step) const { return add_days(row.due_day, steps.steps[step].day); }
  // What is next. `can_charge`: there is a method that may be charged.
  std::optional<billing::due_step> next(bool can_charge, timestamp now) const;
  // All that are to come as far as is known now, if the money never comes.
  std::vector<billing::due_step> coming(bool can_charge, timestamp now) const;
};

// Errors: collection_not_found, time_zone_unknown.
result<collection_case> read_case(postgres::executor& in, const std::string& invoice);

}  // namespace weir::payments
