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

// The rates' share of each other, cut at the sums of the rates so far: whatever is rounded, all of it is shared out.
result<taxed> within(money sum, const tax_facts& facts) {
  unit_price all;
  for (const auto& r : facts.rates)
    all = all + r.rate;
  const auto net = exact_amount::proportion(sum, unit_price::one(), unit_price::one() + all);
  const auto left = subtract(sum, net);
  if (!left) return std::unexpected(left.error());
  taxed out{net, {}, sum};
  unit_price so_far;
  money given;
  for (std::size_t i = 0; i < facts.rates.size(); ++i) {
    so_far = so_far + facts.rates[i].rate;
    const auto until = all == unit_price{} ? money{} : exact_amount::proportion(*left, so_far, all);
    out.taxes.push_back({i, net, {until.minor - given.minor}});
    given = until;
  }
  return out;
}

}  // namespace

result<taxed> add_taxes(money sum, const tax_facts& facts, currency c) {
  return facts.inclusive && !facts.rates.empty() ? within(sum, facts) : beside(sum, facts, c);
}

}  // namespace weir::billing
