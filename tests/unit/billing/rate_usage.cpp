// Every step of a reckoning is told, and the steps sum to the total.
#include <string>

#include <doctest/doctest.h>

#include "billing_fixture.hpp"
#include <weir/billing/rate_usage.hpp>

using namespace weir::billing;
using namespace weir::billing::fixture;
using weir::decimal;

namespace {

constexpr std::string_view kinds[] = {"included", "units", "tier", "packages", "rate", "events", "minimum", "maximum"};

decimal quantity(std::string_view text) {
  return *decimal::parse_sum(text);
}
unit_price price_of(std::string_view text) {
  return *unit_price::parse(text);
}

price metered_price(price_model model, std::string_view included = "0", std::optional<std::string_view> least = {},
                    std::optional<std::string_view> most = {}) {
  auto p = per_unit_price("calls", "0");
  p.model = std::move(model);
  p.metered->included = quantity(included);
  if (least) p.metered->minimum_amount = price_of(*least);
  if (most) p.metered->maximum_amount = price_of(*most);
  return p;
}

// "units 5 x 0.1 = 0.5", "tier 1: 5 x 0.1 + 2 = 2.5"
lines told(const price& p, std::string_view used, std::int64_t events = 0, const share& part = {}) {
  const auto out = rate_usage(p, {quantity(used), events}, part);
  if (!out) return {std::string(weir::name(out.error().code))};
  lines told;
  exact_amount sum;
  for (const auto& s : out->steps) {
    auto text = std::string(kinds[static_cast<std::size_t>(s.kind)]);
    if (s.kind == rated_step::step::tier) text += " " + std::to_string(s.tier) + ":";
    if (s.kind < rated_step::step::minimum) text += " " + s.quantity.text();
    if (s.kind > rated_step::step::included && s.kind < rated_step::step::minimum) text += " x " + s.unit_amount.text();
    if (s.flat_amount != unit_price{}) text += " + " + s.flat_amount.text();
    told.push_back(text + " = " + s.amount.text());
    sum += s.amount;
  }
  CHECK(sum == out->total);
  return told;
}

}  // namespace

TEST_CASE("what is included is a step of its own that costs nothing") {
  const auto p = metered_price(per_unit{price_of("0.1")}, "100");
  CHECK(told(p, "105") == lines{"included 100 = 0", "units 5 x 0.1 = 0.5"});
  CHECK(told(p, "60") == lines{"included 60 = 0", "units 0 x 0.1 = 0"});
  CHECK(told(p, "0") == lines{"units 0 x 0.1 = 0"});
  CHECK(told(p, "60", 0, {0, 1, 2}) == lines{"included 50 = 0", "units 10 x 0.1 = 1"});
}

TEST_CASE("each tier that is reached is a step, with its number and its flat amount") {
  const std::vector<tier> tiers = {{quantity("10"), price_of("1"), price_of("5")},
                                   {quantity("20"), price_of("0.5"), price_of("3")},
                                   {{}, price_of("0.1"), {}}};
  CHECK(told(metered_price(graduated{tiers}), "25") ==
        lines{"tier 0: 10 x 1 + 5 = 15", "tier 1: 10 x 0.5 + 3 = 8", "tier 2: 5 x 0.1 = 0.5"});
  CHECK(told(metered_price(graduated{tiers}), "10") == lines{"tier 0: 10 x 1 + 5 = 15"});
  CHECK(told(metered_price(graduated{tiers}), "0") == lines{"tier 0: 0 x 1 + 5 = 5"});
  CHECK(told(metered_price(volume{tiers}), "15") == lines{"tier 1: 15 x 0.5 + 3 = 10.5"});
  CHECK(told(metered_price(volume{tiers}), "0") == lines{"tier 0: 0 x 1 + 5 = 5"});
}

TEST_CASE("packages are counted whole, events each") {
  CHECK(told(metered_price(package{quantity("100"), price_of("5")}), "250") == lines{"packages 3 x 5 = 15"});
  CHECK(told(metered_price(percentage{price_of("0.029"), price_of("0.3")}), "100", 2) ==
        lines{"rate 100 x 0.029 = 2.9", "events 2 x 0.3 = 0.6"});
  CHECK(told(metered_price(percentage{price_of("0.029"), {}}), "100", 2) == lines{"rate 100 x 0.029 = 2.9"});
}

TEST_CASE("a bound is a step of what is missing or too much, and none where it is kept") {
  const auto p = metered_price(per_unit{price_of("1")}, "0", "10", "20");
  CHECK(told(p, "4") == lines{"units 4 x 1 = 4", "minimum = 6"});
  CHECK(told(p, "10") == lines{"units 10 x 1 = 10"});
  CHECK(told(p, "20") == lines{"units 20 x 1 = 20"});
  CHECK(told(p, "25") == lines{"units 25 x 1 = 25", "maximum = -5"});
  CHECK(told(p, "25", 0, {0, 1, 2}) == lines{"units 25 x 1 = 25", "maximum = -15"});
}

TEST_CASE("a sum below zero costs as much as none") {
  CHECK(told(metered_price(per_unit{price_of("1")}, "5"), "-3") == lines{"units 0 x 1 = 0"});
}

TEST_CASE("more packages than a quantity can be are an error") {
  CHECK(told(metered_price(package{decimal::from_units(1), price_of("5")}), "99999999999999999999999999999") ==
        lines{"amount_overflow"});
}

TEST_CASE("parts of what is included sum to all of it") {
  decimal sum;
  for (std::int64_t at = 0; at < 31; ++at)
    sum = *decimal::add(sum, cut_included(quantity("1000"), {at, at + 1, 31}));
  CHECK(sum == quantity("1000"));
}

TEST_CASE("rounding modes have the names that are stored") {
  constexpr std::string_view names[] = {"half_up", "half_even", "up", "down"};
  for (auto mode : {rounding::half_up, rounding::half_even, rounding::up, rounding::down}) {
    CHECK(name(mode) == names[static_cast<std::size_t>(mode)]);
    CHECK(rounding_from_name(name(mode)) == mode);
  }
  CHECK_FALSE(rounding_from_name("nearest"));
}
