#include <utility>

#include <workers/billing/usage_reader.hpp>

namespace weir::billing {

usage_reader::stretch usage_reader::stretch_of(const charge& c) {
  return {c.key.plan, std::string(c.currency.code()), c.price->metered->meter, c.from.at, c.to.at};
}

void usage_reader::expect(std::int32_t tenant, const charge& c) {
  counted_[stretch_of(c)].expected.insert(tenant);
}

result<counted_usage> usage_reader::read(std::int32_t tenant, const charge& c, const plan& of) {
  const auto where = stretch_of(c);
  auto& all = counted_[where];
  if (all.rivals.prices.empty()) all.rivals = classes_of(of, c.currency, where.meter);
  auto found = all.totals.find(tenant);
  if (found == all.totals.end()) {
    all.expected.insert(tenant);
    if (auto done = count(where, all); !done) return std::unexpected(done.error());
    found = all.totals.find(tenant);
  }
  const auto& t = found->second[all.rivals.place_of(c.key.price)];
  return counted_usage{c.key, {t.quantity, t.events}, t.cells, t.id_sum};
}

result<void> usage_reader::count(const stretch& of, counted_stretch& into) {
  auto measured = meter(of.meter);
  if (!measured) return std::unexpected(measured.error());
  const std::vector<std::int32_t> tenants(into.expected.begin(), into.expected.end());
  auto totals = postgres::usage_totals::read(in_, tenants, **measured, of.from, of.to, into.rivals.classes);
  if (!totals) return std::unexpected(totals.error());
  for (std::size_t i = 0; i < tenants.size(); ++i)
    into.totals[tenants[i]] = std::move((*totals)[i]);
  into.expected.clear();
  return {};
}

result<bool> usage_reader::adds_up(const charge& c) {
  auto measured = meter(c.price->metered->meter);
  if (!measured) return std::unexpected(measured.error());
  return (*measured)->aggregation == "SUM" || (*measured)->aggregation == "COUNT";
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
