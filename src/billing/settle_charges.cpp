#include <map>

#include <weir/base/assert.hpp>
#include <weir/billing/settle_charges.hpp>

namespace weir::billing {

result<std::vector<difference>> settle_charges(const std::vector<rated_charge>& charges,
                                               const std::vector<billed_line>& before) {
  std::map<charge_key, difference> by_key;
  for (const auto& line : before) {
    auto& d = by_key.try_emplace(line.key, difference{line.key, {}, {}, {}, line.at}).first->second;
    auto sum = add(d.billed, line.amount);
    if (!sum) return std::unexpected(sum.error());
    d.billed = *sum;
  }
  std::map<charge_key, money> owed;
  for (std::size_t i = 0; i < charges.size(); ++i) {
    const auto& key = charges[i].charge.key;
    auto& d = by_key.try_emplace(key, difference{key, {}, {}, {}, {}}).first->second;
    WEIR_ASSERT(!d.charge, "a charge is listed once");
    d.charge = i;
    owed[key] = charges[i].amount;
  }
  std::vector<difference> out;
  for (auto& [key, d] : by_key) {
    auto amount = subtract(d.charge ? owed[key] : money{}, d.billed);
    if (!amount) return std::unexpected(amount.error());
    d.amount = *amount;
    const bool is_new = !d.original;
    if (is_new || d.amount != money{}) out.push_back(std::move(d));
  }
  return out;
}

}  // namespace weir::billing
