#include <algorithm>

#include <workers/payments/collection_case.hpp>

#include <weir/postgres/tenants.hpp>

namespace weir::payments {
namespace {

billing::dunning_course course_of(const collection_case& c, bool can_charge) {
  return {c.row.due_day, static_cast<std::size_t>(c.row.steps_done), c.row.reminded_at, can_charge};
}

billing::start_of_day days_of(const collection_case& c) {
  return [zone = c.zone](civil_day d) { return zone.start_of_day(d); };
}

}  // namespace

std::optional<billing::due_step> collection_case::next(bool can_charge, timestamp now) const {
  return billing::next_step(steps, course_of(*this, can_charge), days_of(*this), now);
}

std::vector<billing::due_step> collection_case::coming(bool can_charge, timestamp now) const {
  std::vector<billing::due_step> out;
  auto course = course_of(*this, can_charge);
  while (auto next = billing::next_step(steps, course, days_of(*this), now)) {
    now = next->at = std::max(now, next->at);
    course.done = next->number + 1;
    if (steps.steps[next->number].act == billing::dunning_act::remind) course.reminded_at = now;
    out.push_back(*next);
  }
  return out;
}

result<collection_case> read_case(postgres::executor& in, const std::string& invoice) {
  auto row = postgres::collections::find(in, invoice);
  if (!row) return std::unexpected(row.error());
  auto plan = postgres::collections::schedule_of(in, invoice);
  if (!plan) return std::unexpected(plan.error());
  auto tenant = postgres::tenants::by_number(in, row->tenant_number);
  if (!tenant) return std::unexpected(tenant.error());
  auto zone = time_zone::find(tenant->time_zone);
  if (!zone) return std::unexpected(zone.error());
  auto steps = billing::charged_at_once(
      plan->steps, static_cast<std::int32_t>(std::max<std::int64_t>(0, days_between(row->issued_day, row->due_day))));
  return collection_case{std::move(*row), std::move(*plan), std::move(steps), *zone};
}

}  // namespace weir::payments
