#include <map>
#include <string>

#include <weir/billing/hold_back.hpp>

namespace weir::billing {
namespace {

struct running_usage {
  money unbilled;
  std::optional<money> threshold;  // nothing: its plan has none any more

  bool is_billed() const { return threshold && unbilled >= *threshold; }
};

}  // namespace

result<void> hold_back(std::vector<difference>& differences, const std::vector<rated_charge>& charges,
                       const std::function<bool(const charge_key&)>& runs) {
  const auto goes_on = [&](const difference& d) { return d.is_interim && (d.charge || runs(d.key)); };
  std::map<std::string, running_usage> by_subscription;
  for (const auto& d : differences) {
    if (!goes_on(d)) continue;
    auto& usage = by_subscription[d.key.subscription];
    auto sum = add(usage.unbilled, d.amount);
    if (!sum) return std::unexpected(sum.error());
    usage.unbilled = *sum;
    if (d.charge) usage.threshold = charges[*d.charge].charge.threshold;
  }
  std::erase_if(differences,
                [&](const difference& d) { return goes_on(d) && !by_subscription[d.key.subscription].is_billed(); });
  return {};
}

}  // namespace weir::billing
