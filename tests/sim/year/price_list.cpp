#include <fmt/format.h>
#include <tests/sim/year/price_list.hpp>

namespace weir::sim {
namespace {

using billing::plan_draft;
using billing::price_draft;
using billing::tier_draft;

class drafter {
 public:
  explicit drafter(rng& random) : random_(random) {}

  // From `least` on, with so many digits.
  std::string amount(std::uint64_t least, int digits) {
    std::uint64_t scale = 1;
    for (int i = 0; i < digits; ++i)
      scale *= 10;
    const auto units = least * scale + below(random_, (least + 1) * scale);
    return digits == 0 ? std::to_string(units) : fmt::format("{}.{:0{}}", units / scale, units % scale, digits);
  }

  price_draft fee(std::uint64_t least, const char* timing = "in_advance") {
    price_draft p;
    p.code = "base";
    p.currency = "EUR";
    p.model = "flat";
    p.amount = amount(least, 2);
    p.timing = timing;
    return p;
  }

  static price_draft metered(const char* code, const char* meter, const char* model) {
    price_draft p;
    p.code = code;
    p.currency = "EUR";
    p.model = model;
    p.meter = meter;
    return p;
  }

 private:
  rng& random_;
};

// The same of all plans that have one, so that it is known whatever plan was in force.
constexpr const char* euros_threshold = "30";

plan_draft plan_of(const char* code, std::vector<price_draft> prices) {
  plan_draft out;
  out.code = code;
  out.prices = std::move(prices);
  return out;
}

plan_draft make_team(drafter& make) {
  auto calls = drafter::metered("calls", "calls", "per_unit");
  calls.included = "100";
  calls.unit_amount = make.amount(0, 4);
  auto fee_yen = make.fee(0);
  fee_yen.code = "base_yen";
  fee_yen.currency = "JPY";
  fee_yen.amount = make.amount(5000, 0);
  auto calls_yen = calls;
  calls_yen.code = "calls_yen";
  calls_yen.currency = "JPY";
  calls_yen.unit_amount = make.amount(1, 3);
  calls_yen.rounding = "half_even";
  auto out = plan_of("team", {make.fee(49), calls, fee_yen, calls_yen});
  out.usage_thresholds = {{"EUR", euros_threshold}, {"JPY", "4000"}};
  return out;
}

plan_draft make_grow(drafter& make) {
  auto calls = drafter::metered("calls", "calls", "graduated");
  calls.tiers = {tier_draft{"100", make.amount(0, 3), "1"}, tier_draft{"700", make.amount(0, 5), "0"},
                 tier_draft{std::nullopt, make.amount(0, 6), "2.5"}};
  calls.minimum_amount = "5";
  calls.rounding = "half_even";
  auto out = plan_of("grow", {make.fee(99, "in_arrears"), calls});
  out.interval_months = 3;
  out.proration = "by_day";
  out.late_usage = "adjustment";
  return out;
}

plan_draft make_bulk(drafter& make) {
  auto bytes = drafter::metered("bytes", "bytes", "volume");
  bytes.tiers = {tier_draft{"50", make.amount(0, 2), "0"}, tier_draft{"200", make.amount(0, 3), "3"},
                 tier_draft{std::nullopt, make.amount(0, 4), "0"}};
  bytes.included = "10.5";
  auto out = plan_of("bulk", {make.fee(20), bytes});
  out.commitments = {{"EUR", make.amount(30, 2)}};
  out.usage_thresholds = {{"EUR", euros_threshold}};
  out.proration = "none";
  out.bills_paused_usage = false;
  return out;
}

plan_draft make_boxed(drafter& make) {
  auto bytes = drafter::metered("bytes", "bytes", "package");
  bytes.package_size = "10";
  bytes.package_amount = make.amount(1, 2);
  bytes.maximum_amount = "50";
  auto out = plan_of("boxed", {make.fee(1200), bytes});
  out.interval_months = 12;
  out.trial_days = 14;
  return out;
}

plan_draft make_share(drafter& make) {
  auto near = drafter::metered("near", "payments", "percentage");
  near.rate = "0.014";
  near.filters = {{"region", {"\"eu\""}}};
  near.rounding = "up";
  auto far = drafter::metered("far", "payments", "percentage");
  far.rate = make.amount(0, 4).substr(0, 4) + "9";
  far.event_amount = "0.3";
  far.rounding = "down";
  auto out = plan_of("share", {near, far});
  out.usage_thresholds = {{"EUR", euros_threshold}};
  out.proration = "by_day";
  return out;
}

plan_draft make_lossy(drafter& make) {
  auto calls = drafter::metered("calls", "calls", "per_unit");
  calls.unit_amount = make.amount(0, 4);
  auto out = plan_of("lossy", {make.fee(9), calls});
  out.commitments = {{"EUR", "4"}};
  out.usage_thresholds = {{"EUR", euros_threshold}};
  out.late_usage = "drop";
  return out;
}

}  // namespace

catalogue make_price_list(rng& random) {
  drafter make(random);
  catalogue out;
  out[{"team", 1}] = make_team(make);
  auto dearer = out[{"team", 1}];
  dearer.prices[1].unit_amount = make.amount(0, 4);
  dearer.prices[3].included = "40";
  dearer.usage_thresholds.clear();
  out[{"team", 2}] = dearer;
  out[{"grow", 1}] = make_grow(make);
  out[{"bulk", 1}] = make_bulk(make);
  out[{"boxed", 1}] = make_boxed(make);
  out[{"share", 1}] = make_share(make);
  out[{"lossy", 1}] = make_lossy(make);
  return out;
}

}  // namespace weir::sim
