#include <weir/billing/exact_amount.hpp>
#include <weir/billing/tax.hpp>

namespace weir::billing {
namespace {

result<money> tax_on(money base, unit_price rate, currency c) {
  return exact_amount::product(base, c, rate).round(c, c.digits(), rounding::half_up);
}

result<taxed> beside(money sum, const tax_facts& facts, currency c) {
  taxed out{sum, {}, sum};
  for (std::size_t i = 0; i < facts.rates.size(); ++i) {
    auto tax = tax_on(sum, facts.rates[i].rate, c);
    if (!tax) return std::unexpected(tax.error());
    auto total = add(out.total, *tax);
    if (!total) return std::unexpected(total.error());
    out.total = *total;
    out.taxes.push_back({i, sum, *tax});
  }
  return out;
}

result<taxed> within(money sum, const tax_facts& facts, currency c) {
  unit_price all;
  for (const auto& r : facts.rates)
    all = all + r.rate;
  const auto net = exact_amount::quotient(sum, unit_price::one() + all);
  taxed out{net, {}, sum};
  auto left = subtract(sum, net);
  if (!left) return std::unexpected(left.error());
  for (std::size_t i = 0; i < facts.rates.size(); ++i) {
    auto tax = i + 1 == facts.rates.size() ? result<money>(*left) : tax_on(net, facts.rates[i].rate, c);
    if (!tax) return std::unexpected(tax.error());
    left->minor -= tax->minor;
    out.taxes.push_back({i, net, *tax});
  }
  return out;
}

}  // namespace

result<taxed> add_taxes(money sum, const tax_facts& facts, currency c) {
  return facts.inclusive && !facts.rates.empty() ? within(sum, facts, c) : beside(sum, facts, c);
}

}  // namespace weir::billing
