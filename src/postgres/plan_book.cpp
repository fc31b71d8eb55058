#include <weir/base/assert.hpp>
#include <weir/contract/plan_documents.hpp>
#include <weir/postgres/plan_book.hpp>
#include <weir/postgres/plans.hpp>

namespace weir::postgres {

namespace {

std::vector<billing::subscription_change> changes_of(const std::vector<subscription_change_row>& rows) {
  std::vector<billing::subscription_change> out;
  for (const auto& c : rows)
    out.push_back(change_of(c));
  return out;
}

}  // namespace

result<void> plan_book::read(executor& in, std::span<const subscription_row> of) {
  for (const auto& row : of) {
    for (const auto& c : row.changes) {
      if (!c.plan_number || plans_.contains({c.plan_code, c.plan_version})) continue;
      auto found = plans::find(in, c.plan_code, c.plan_version);
      if (!found) return std::unexpected(found.error());
      auto plan = contract::parse_plan_definition(found->definition, found->version);
      if (!plan) return std::unexpected(plan.error());
      add(std::move(*plan));
    }
  }
  return {};
}

void plan_book::add(billing::plan p) {
  billing::plan_ref ref{p.code, p.version};
  plans_.emplace(std::move(ref), std::move(p));
}

billing::plan_lookup plan_book::lookup() const {
  return [this](const billing::plan_ref& ref) -> const billing::plan* {
    const auto found = plans_.find(ref);
    return found == plans_.end() ? nullptr : &found->second;
  };
}

billing::subscription_change change_of(const subscription_change_row& row) {
  const auto kind = billing::change_kind_from_name(row.kind);
  WEIR_ASSERT(kind, "subscription_changes.kind is checked by the database");
  billing::subscription_change out{.kind = *kind, .when = {row.at, row.day}, .sequence = row.sequence};
  if (row.plan_number) out.plan = {row.plan_code, row.plan_version};
  if (row.trial_until) out.trial_until = {*row.trial_until, *row.trial_until_day};
  return out;
}

billing::subscription subscription_of(const subscription_row& row) {
  auto segments = segments_of(row);
  WEIR_ASSERT(segments, "changes are stored only when all of them fit");
  return {row.id, std::move(*segments)};
}

result<std::vector<billing::segment>> segments_of(const subscription_row& row) {
  auto own = billing::segments_of(changes_of(row.changes));
  if (!own || !row.add_on_to) return own;
  auto base = billing::segments_of(changes_of(row.base_changes));
  if (!base) return base;
  return billing::segments_beside(*own, *base);
}

}  // namespace weir::postgres
