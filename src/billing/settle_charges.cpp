#include <map>

#include <weir/base/assert.hpp>
#include <weir/billing/settle_charges.hpp>

namespace weir::billing {
namespace {

bool is_for_the_same(const charge& c, const billed_line& line) {
  return c.to.at == line.to && c.part == line.part;
}

bool is_billed_for_good(const billed_line& line) {
  return !line.is_interim && !line.is_reopened;
}

}  // namespace

result<std::vector<difference>> settle_charges(const std::vector<rated_charge>& charges,
                                               const std::vector<billed_line>& before) {
  std::map<charge_key, difference> by_key;
  std::map<charge_key, const billed_line*> last;
  for (const auto& line : before) {
    auto& d = by_key.try_emplace(line.key, difference{.key = line.key, .original = line.at}).first->second;
    auto sum = add(d.billed, line.amount);
    auto net = add(d.billed_net, line.net);
    if (!sum || !net) return std::unexpected(sum ? net.error() : sum.error());
    d.billed = *sum;
    d.billed_net = *net;
    last[line.key] = &line;
  }
  std::map<charge_key, money> owed;
  for (std::size_t i = 0; i < charges.size(); ++i) {
    const auto& key = charges[i].charge.key;
    auto& d = by_key.try_emplace(key, difference{.key = key}).first->second;
    WEIR_ASSERT(!d.charge, "a charge is listed once");
    d.charge = i;
    owed[key] = charges[i].amount;
    d.is_interim = charges[i].charge.threshold.has_value();
    d.is_late_usage = key.kind != charge_kind::fee && d.original && !d.is_interim && is_billed_for_good(*last[key]) &&
                      is_for_the_same(charges[i].charge, *last[key]);
  }
  std::vector<difference> out;
  for (auto& [key, d] : by_key) {
    auto amount = subtract(d.charge ? owed[key] : money{}, d.billed);
    if (!amount) return std::unexpected(amount.error());
    d.amount = *amount;
    if (!d.charge) d.is_interim = last[key]->is_interim;
    // Once a period is over it has a line for good, from which on usage of it is late.
    const bool is_first = d.charge && !d.is_interim && (!d.original || last[key]->is_interim);
    if (is_first || d.amount != money{}) out.push_back(std::move(d));
  }
  return out;
}

}  // namespace weir::billing
