#include <map>
#include <utility>

#include <workers/billing/lines_of_cell.hpp>
#include <workers/billing/metered_classes.hpp>

#include <weir/contract/plan_documents.hpp>
#include <weir/postgres/meters.hpp>
#include <weir/postgres/plans.hpp>

namespace weir::billing {
namespace {

using postgres::executor;

// The price that gets the cell; empty: none of the plan does.
result<std::string> price_of(executor& in, const plan_ref& ref, const std::string& of_currency,
                             const counted_cell& cell) {
  auto row = postgres::plans::find(in, ref.code, ref.version);
  if (!row) return std::unexpected(row.error());
  auto plan = contract::parse_plan_definition(row->definition, ref.version);
  if (!plan) return std::unexpected(plan.error());
  const auto coin = currency::find(of_currency);
  if (!coin) return fail(error_code::currency_unknown, of_currency);
  const auto rivals = classes_of(*plan, *coin, cell.slug);
  auto place = postgres::usage_totals::class_of(in, cell.dimensions, rivals.classes);
  if (!place) return std::unexpected(place.error());
  return *place ? rivals.prices[**place]->code : std::string();
}

}  // namespace

result<std::vector<postgres::issued_line>> lines_of_cell(executor& in, const counted_cell& cell) {
  auto lines = postgres::invoices::usage_lines_at(in, cell.tenant, cell.slug, cell.hour);
  if (!lines) return std::unexpected(lines.error());
  if (lines->empty()) return lines;
  // A meter that took the slug over counts in cells of its own.
  auto meter = postgres::meters::find_ever(in, cell.slug);
  if (!meter) return std::unexpected(meter.error());
  std::vector<postgres::issued_line> out;
  if (meter->number != cell.meter) return out;
  std::map<std::pair<plan_ref, std::string>, std::string> prices;
  for (auto& line : *lines) {
    const std::pair which{line.key.plan, line.currency};
    auto price = prices.find(which);
    if (price == prices.end()) {
      auto found = price_of(in, line.key.plan, line.currency, cell);
      if (!found) return std::unexpected(found.error());
      price = prices.emplace(which, std::move(*found)).first;
    }
    if (line.key.price == price->second) out.push_back(std::move(line));
  }
  return out;
}

}  // namespace weir::billing
