// A plan in JSON and back: the same plan, whatever its prices are.
#include <doctest/doctest.h>

#include <weir/contract/plan_documents.hpp>

namespace billing = weir::billing;
using weir::contract::json_document;

namespace {

constexpr std::string_view every_model = R"({
  "code": "scale", "name": "Scale", "interval_months": 12, "trial_days": 14, "proration": "by_day", "late_usage": "adjustment",
  "bills_paused_usage": false, "commitments": {"USD": "100.50"},
  "prices": [
    {"code": "fee", "currency": "USD", "model": "flat", "amount": "1200.00", "timing": "in_arrears"},
    {"code": "eu", "currency": "USD", "model": "per_unit", "unit_amount": "0.0005", "meter": "calls",
     "filters": {"region": ["eu", "a \"b\""], "cached": [false, true]}},
    {"code": "calls", "currency": "USD", "model": "graduated", "meter": "calls", "included": "1e3",
     "tiers": [{"up_to": "1000000", "unit_amount": "0.0004"}, {"unit_amount": "0.0002", "flat_amount": "5"}]},
    {"code": "seats", "currency": "USD", "model": "volume", "tiers": [{"up_to": null, "unit_amount": "8"}], "meter": "seats"},
    {"code": "mails", "currency": "JPY", "model": "package", "package_size": "1000", "package_amount": "1", "meter": "mails",
     "rounding": "half_even", "digits": 0},
    {"code": "payments", "currency": "USD", "model": "percentage", "rate": "0.029", "event_amount": "0.30", "meter": "payments",
     "minimum_amount": "10", "maximum_amount": "500"}]})";

billing::plan plan_of(std::string_view json) {
  auto document = json_document::parse(json);
  REQUIRE(document);
  auto made = billing::make_plan(weir::contract::read_plan_draft(document->root()));
  REQUIRE(made);
  return *made;
}

}  // namespace

TEST_CASE("a plan of every model comes back from its definition as it was") {
  auto plan = plan_of(every_model);
  REQUIRE(plan.prices.size() == 6);
  CHECK(plan.prices[1].metered->filters[1].values == std::vector<std::string>{R"("a \"b\"")", R"("eu")"});
  CHECK(plan.prices[1].metered->filters[0].values == std::vector<std::string>{"false", "true"});
  CHECK(plan.prices[2].metered->included == weir::decimal::from_integer(1000));
  const auto definition = weir::contract::plan_definition(plan);
  auto back = weir::contract::parse_plan_definition(definition, 7);
  REQUIRE(back);
  plan.version = 7;
  CHECK(*back == plan);
  CHECK(weir::contract::plan_definition(*back) == definition);
}

TEST_CASE("a usage threshold stands in a definition, and in none without one") {
  constexpr std::string_view calls =
      R"("prices": [{"code": "calls", "currency": "USD", "model": "per_unit", "unit_amount": "1", "meter": "calls"}])";
  const auto plan = plan_of(R"({"code": "s", "usage_thresholds": {"USD": "20"}, )" + std::string(calls) + "}");
  const auto definition = weir::contract::plan_definition(plan);
  CHECK(definition.ends_with(R"("usage_thresholds":{"USD":"20.00"}})"));
  CHECK(*weir::contract::parse_plan_definition(definition, plan.version) == plan);
  const auto without = plan_of(R"({"code": "s", )" + std::string(calls) + "}");
  CHECK_FALSE(weir::contract::plan_definition(without).contains("usage_thresholds"));
}

TEST_CASE("what is done about late payment stands in a definition, and in none without it") {
  constexpr std::string_view fee = R"("prices": [{"code": "fee", "currency": "USD", "model": "flat", "amount": "1"}])";
  const auto plan =
      plan_of(R"({"code": "s", "dunning": {"steps": [{"day": 0, "act": "remind"}, {"day": 14, "act": "pause"}]}, )" +
              std::string(fee) + "}");
  const auto definition = weir::contract::plan_definition(plan);
  CHECK(definition.ends_with(R"("dunning":{"steps":[{"day":0,"act":"remind"},{"day":14,"act":"pause"}]}})"));
  CHECK(*weir::contract::parse_plan_definition(definition, plan.version) == plan);
  const auto never = plan_of(R"({"code": "s", "dunning": {"steps": []}, )" + std::string(fee) + "}");
  CHECK(never.dunning->steps.empty());
  CHECK(*weir::contract::parse_plan_definition(weir::contract::plan_definition(never), 1) == never);
  const auto without = plan_of(R"({"code": "s", )" + std::string(fee) + "}");
  CHECK_FALSE(without.dunning);
  CHECK_FALSE(weir::contract::plan_definition(without).contains("dunning"));
}

TEST_CASE("members that are left out have their usual values") {
  const auto plan =
      plan_of(R"({"code": "s", "prices": [{"code": "fee", "currency": "EUR", "model": "flat", "amount": "1"}]})");
  CHECK(plan.name == "s");
  CHECK(plan.interval_months == 1);
  CHECK(plan.bills_paused_usage);
  CHECK(std::get<billing::flat_fee>(plan.prices[0].model).timing == billing::timing::in_advance);
}

TEST_CASE("a definition that nobody wrote is an error") {
  CHECK_FALSE(weir::contract::parse_plan_definition("{}", 1));
  CHECK_FALSE(weir::contract::parse_plan_definition("[", 1));
}
