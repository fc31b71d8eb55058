// What a month comes to at its end by how it began, and how the same rule did in the months before.
#include <doctest/doctest.h>
#include <tests/postgres/billing_world.hpp>
#include <workers/billing/forecast_month.hpp>

using namespace weir;
using namespace weir::test;

namespace {

using billing::forecast_band;
using billing::money;
using billing::month_forecast;
using billing::past_month;

struct forecast_world : billing_world {
  std::string id;

  month_forecast forecast() {
    return connections()
        .read_snapshot(role::api, tenant_scope::platform(),
                       [&](executor& in) { return billing::forecast_month(in, tenant, clock.now()); })
        .value();
  }
};

// Two months that are over and half of a third, of which the middle one has an hour more.
forecast_world two_months_and_a_half() {
  forecast_world w;
  w.id = w.subscribe(w.tenant, "team", "2026-08-31T22:00:00Z");
  w.count(w.tenant, "2026-09-02T10:00:00Z", 1500);
  w.count(w.tenant, "2026-09-20T10:00:00Z", 2500);
  w.count(w.tenant, "2026-10-16T09:00:00Z", 3000);
  w.count(w.tenant, "2026-10-16T10:00:00Z", 500);  // after the point that is looked at
  w.count(w.tenant, "2026-11-05T10:00:00Z", 2000);
  w.go_to("2026-11-15T23:59:00Z");
  return w;
}

}  // namespace

TEST_CASE("a month that goes on as it began, with the error of the months before") {
  auto w = two_months_and_a_half();
  const auto seen = w.forecast();
  CHECK(seen.from.at == instant("2026-10-31T23:00:00Z"));
  CHECK(seen.to.at == instant("2026-11-30T23:00:00Z"));
  CHECK(seen.seen_until == instant("2026-11-15T23:00:00Z"));
  REQUIRE(seen.currencies.size() == 1);
  const auto& of = seen.currencies[0];
  CHECK(of.currency.code() == "EUR");
  CHECK(of.so_far == money{5900});
  CHECK(of.at_end == money{7900});
  REQUIRE(of.past.size() == 2);
  CHECK(of.past[0].from == civil_day{2026, 10, 1});
  CHECK(of.past[0].month == past_month{{9908}, {7400}});
  CHECK(of.past[1].from == civil_day{2026, 9, 1});
  CHECK(of.past[1].month == past_month{{6900}, {7900}});
  CHECK(of.band == forecast_band{{5900}, {9045}});
  CHECK(billing::month_forecast_json(seen).find(R"("actual":"74.00","off_by":"-0.253")") != std::string::npos);
}

TEST_CASE("what is not counted yet is not taken for less usage") {
  auto w = two_months_and_a_half();
  w.clock.set("2026-11-23T11:00:00Z");
  CHECK(w.forecast().currencies.at(0).at_end == money{7900});
  w.go_to("2026-11-23T11:00:00Z");
  CHECK(w.forecast().currencies.at(0).at_end < money{7900});
}

TEST_CASE("a plan of later goes by its own prices and the usage before it") {
  auto w = two_months_and_a_half();
  auto dear = draft_of("dear");
  dear.prices[1].included = "0";
  dear.prices[1].unit_amount = "0.1";
  w.add_plan(dear);
  contract::change_subscription what{*subscription_id::parse(w.id), "change_plan"};
  what.plan = contract::plan_choice{"dear"};
  what.when = contract::change_time::given;
  what.at = instant("2026-11-22T23:00:00Z");
  REQUIRE(w.carry_out(w.tenant, what).has_value());
  // 22 days of 2000 in 15, of which so much of a month is included, and 8 days at ten times the price.
  const auto seen = w.forecast();
  CHECK(seen.currencies.at(0).so_far == money{6167});
  CHECK(seen.currencies.at(0).at_end == money{4900 + 2200 + 10667});
}

TEST_CASE("the first month has a forecast and no band, and its first hour has neither") {
  forecast_world w;
  w.subscribe(w.tenant, "team", "2026-10-31T23:00:00Z");
  w.count(w.tenant, "2026-11-05T10:00:00Z", 2000);
  w.go_to("2026-11-15T23:00:00Z");
  const auto seen = w.forecast();
  REQUIRE(seen.currencies.size() == 1);
  CHECK(seen.currencies[0].at_end == money{7900});
  CHECK(seen.currencies[0].past.empty());
  CHECK_FALSE(seen.currencies[0].band.has_value());
  w.go_to("2026-12-01T00:30:00Z");
  w.clock.set("2026-11-30T23:30:00Z");
  CHECK(w.forecast().currencies.empty());
  CHECK(w.forecast().seen_until == instant("2026-11-30T23:00:00Z"));
}

TEST_CASE("whoever has no subscription has nothing to forecast") {
  forecast_world w;
  w.count(w.tenant, "2026-11-05T10:00:00Z", 2000);
  CHECK(w.forecast().currencies.empty());
}
