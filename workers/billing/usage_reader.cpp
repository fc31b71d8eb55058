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
  auto meter = meters_.find(of.meter);
  if (meter == meters_.end()) {
    auto found = postgres::meters::find_ever(in_, of.meter);
    if (!found) return std::unexpected(found.error());
    meter = meters_.emplace(of.meter, std::move(*found)).first;
  }
  auto totals = postgres::usage_totals::read(in_, tenant_, meter->second, of.from, of.to, rivals.classes);
  if (!totals) return std::unexpected(totals.error());
  return counted_stretch{std::move(rivals), std::move(*totals)};
}

}  // namespace weir::billing
