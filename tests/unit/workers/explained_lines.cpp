// Which usage goes to which price, and whether what is counted is what was billed.
#include <doctest/doctest.h>
#include <workers/billing/explain_line.hpp>
#include <workers/billing/metered_classes.hpp>

using namespace weir;
using namespace weir::billing;

namespace {

price_draft metered_price(std::string code, std::string currency, std::string meter,
                          std::vector<usage_filter> filters = {}) {
  price_draft p;
  p.code = std::move(code);
  p.currency = std::move(currency);
  p.model = "per_unit";
  p.unit_amount = "1";
  p.meter = std::move(meter);
  p.filters = std::move(filters);
  return p;
}

}  // namespace

TEST_CASE("the classes of a meter are the prices of its currency, in the order of the plan") {
  const auto plan =
      make_plan({.code = "team",
                 .name = "Team",
                 .prices = {metered_price("eu", "EUR", "calls", {{"region", {R"("eu")", R"("uk")"}}}),
                            metered_price("dollars", "USD", "calls"), metered_price("bytes", "EUR", "bytes"),
                            metered_price("rest", "EUR", "calls")},
                 .commitments = {}})
          .value();
  const auto classes = classes_of(plan, *currency::find("EUR"), "calls");
  REQUIRE(classes.prices.size() == 2);
  CHECK(classes.prices[0]->code == "eu");
  CHECK(classes.place_of("rest") == 1);
  REQUIRE(classes.classes[0].size() == 1);
  CHECK(classes.classes[0][0].dimension == "region");
  CHECK(classes.classes[0][0].values == std::vector<std::string>{R"("eu")", R"("uk")"});
  CHECK(classes.classes[1].empty());
  CHECK(classes_of(plan, *currency::find("USD"), "bytes").prices.empty());
}

TEST_CASE("other events of the same sum are not what was billed") {
  const auto quantity = decimal::parse_sum("12.5").value();
  const auto ids = decimal::parse_sum("7").value();
  const counted_usage billed{.key = {}, .usage = {quantity, 3}, .cells = 2, .id_sum = ids};
  CHECK(is_as_billed(billed, {quantity, 3, 2, ids}));
  CHECK(!is_as_billed(billed, {quantity, 3, 2, decimal::parse_sum("8").value()}));
  CHECK(!is_as_billed(billed, {quantity, 4, 2, ids}));
  CHECK(!is_as_billed(billed, {quantity, 3, 3, ids}));
  CHECK(!is_as_billed(billed, {decimal::parse_sum("12").value(), 3, 2, ids}));
}
