#include <utility>

#include <workers/billing/usage_reader.hpp>

namespace weir::billing {

result<counted_usage> usage_reader::read(const charge& c, const plan& of) {
  stretch where{c.key.plan, std::string(c.currency.code()), c.price->metered->meter, c.from.at, c.to.at};
  auto found = counted_.find(where);
  if (found == counted_.end()) {
    auto made = count(where, classes_of(of, c.currency, where.meter));
    if (!made) return std::unexpected(made.error());
    found = counted_.emplace(std::move(where), std::move(*made)).first;
  }
  const auto& t = found->second.totals[found->second.rivals.place_of(c.key.price)];
  return counted_usage{c.key, {t.quantity, t.events}, t.cells, t.id_sum};
}

result<usage_reader::counted_stretch> usage_reader::count(const stretch& of, metered_classes rivals) {
  auto of_it = meter(of.meter);
  if (!of_it) return std::unexpected(of_it.error());
  auto totals = postgres::usage_totals::read(in_, tenant_, **of_it, of.from, of.to, rivals.classes);
  if (!totals) return std::unexpected(totals.error());
  return counted_stretch{std::move(rivals), std::move(*totals)};
}

result<bool> usage_reader::adds_up(const charge& c) {
  auto of_it = meter(c.price->metered->meter);
  if (!of_it) return std::unexpected(of_it.error());
  return (*of_it)->aggregation == "SUM" || (*of_it)->aggregation == "COUNT";
}

result<const postgres::meter_row*> usage_reader::meter(const std::string& slug) {
  auto known = meters_.find(slug);
  if (known == meters_.end()) {
    auto found = postgres::meters::find_ever(in_, slug);
    if (!found) return std::unexpected(found.error());
    known = meters_.emplace(slug, std::move(*found)).first;
  }
  return &known->second;
}

}  // namespace weir::billing
