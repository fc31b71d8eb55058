// Whether a plan measures what is there to be measured.
#pragma once

#include <vector>

#include <weir/base/error.hpp>
#include <weir/billing/plan.hpp>
#include <weir/postgres/executor.hpp>

namespace weir::api {

// Every problem with a pointer into the plan: plan_meter_unknown, plan_group_unknown. Error: the database's.
result<std::vector<error>> check_meters(postgres::executor& in, const billing::plan& plan);

}  // namespace weir::api
