// A plan is made whole or not at all, and no price of it is out of reach.
#include <algorithm>

#include <doctest/doctest.h>

#include <weir/billing/plan.hpp>

using namespace weir::billing;

namespace {

price_draft usage_price(std::string code, std::vector<usage_filter> filters = {}, std::string currency = "USD") {
  price_draft d;
  d.code = std::move(code);
  d.currency = std::move(currency);
  d.model = "per_unit";
  d.unit_amount = "0.01";
  d.meter = "api_calls";
  d.filters = std::move(filters);
  return d;
}

price_draft fee(std::string code, std::string currency = "USD") {
  price_draft d;
  d.code = std::move(code);
  d.currency = std::move(currency);
  d.model = "flat";
  d.amount = "31";
  return d;
}

plan_draft draft(std::vector<price_draft> prices) {
  plan_draft d;
  d.code = "basic";
  d.prices = std::move(prices);
  return d;
}

std::string problems(const plan_draft& d) {
  const auto made = make_plan(d);
  if (made) return "";
  std::vector<std::string> all;
  for (const auto& e : made.error())
    all.push_back(e.pointer + " " + std::string(weir::name(e.code)));
  std::ranges::sort(all);
  std::string out;
  for (const auto& one : all)
    out += (out.empty() ? "" : ", ") + one;
  return out;
}

std::string with(auto change) {
  auto d = draft({fee("base_fee"), usage_price("calls")});
  change(d);
  return problems(d);
}

}  // namespace

TEST_CASE("a plan of one fee has the usual settings") {
  const auto p = *make_plan(draft({fee("base_fee")}));
  CHECK(p.name == "basic");
  CHECK(p.version == 1);
  CHECK(p.interval_months == 1);
  CHECK(p.trial_days == 0);
  CHECK(p.proration == proration::by_second);
  CHECK(p.late_usage == late_usage::next_invoice);
  CHECK(p.bills_paused_usage);
  CHECK(p.prices.size() == 1);
  CHECK(p.commitments.empty());
}

TEST_CASE("intervals are 1, 3, 6 or 12 months, trials up to two years") {
  for (int months : {1, 3, 6, 12})
    CHECK(with([&](auto& d) { d.interval_months = months; }) == "");
  for (int months : {-1, 0, 2, 4, 11, 13, 24})
    CHECK(with([&](auto& d) { d.interval_months = months; }) == "/interval_months validation_failed");
  CHECK(with([](auto& d) { d.trial_days = 730; }) == "");
  CHECK(with([](auto& d) { d.trial_days = 731; }) == "/trial_days validation_failed");
  CHECK(with([](auto& d) { d.trial_days = -1; }) == "/trial_days validation_failed");
}

TEST_CASE("policies are told by name, and other names are refused") {
  constexpr std::pair<std::string_view, proration> prorations[] = {
      {"by_second", proration::by_second}, {"by_day", proration::by_day}, {"none", proration::none}};
  for (const auto& [text, value] : prorations) {
    CHECK(name(value) == text);
    CHECK(proration_from_name(text) == value);
  }
  constexpr std::pair<std::string_view, late_usage> lates[] = {
      {"next_invoice", late_usage::next_invoice}, {"adjustment", late_usage::adjustment}, {"drop", late_usage::drop}};
  for (const auto& [text, value] : lates) {
    CHECK(name(value) == text);
    CHECK(late_usage_from_name(text) == value);
  }
  CHECK(with([](auto& d) { d.proration = "by_hour"; }) == "/proration validation_failed");
  CHECK(with([](auto& d) { d.late_usage = ""; }) == "/late_usage validation_failed");
}

TEST_CASE("problems of prices are told with their place in the plan, all of them") {
  auto bad = usage_price("calls");
  bad.unit_amount = "-1";
  bad.currency = "USX";
  auto tiers = usage_price("tiers");
  tiers.model = "graduated";
  tiers.unit_amount.reset();
  tiers.tiers = std::vector{tier_draft{"5", "1"}};
  auto d = draft({bad, fee("base_fee"), tiers});
  d.code = "no plan";
  CHECK(problems(d) ==
        "/code validation_failed, /prices/0/currency currency_unknown, /prices/0/unit_amount price_negative, "
        "/prices/2/tiers/0/up_to validation_failed");
}

TEST_CASE("a plan has prices, not too many, and each code once") {
  CHECK(problems(draft({})) == "/prices validation_failed");
  std::vector<price_draft> many;
  for (std::size_t i = 0; i < plan::most_prices; ++i)
    many.push_back(fee("fee" + std::to_string(i)));
  CHECK(problems(draft(many)) == "");
  many.push_back(fee("one_more"));
  CHECK(problems(draft(many)) == "/prices validation_failed");
  CHECK(problems(draft({fee("a"), fee("a", "EUR")})) == "/prices/1/code validation_failed");
}

TEST_CASE("a price behind one that takes all of its usage is unreachable") {
  const usage_filter eu{"region", {"\"eu\""}};
  const usage_filter both{"region", {"\"eu\"", "\"us\""}};
  const usage_filter kind{"kind", {"1"}};
  CHECK(problems(draft({usage_price("all"), usage_price("eu", {eu})})) == "/prices/1 price_unreachable");
  CHECK(problems(draft({usage_price("eu", {eu}), usage_price("all")})) == "");
  CHECK(problems(draft({usage_price("both", {both}), usage_price("eu", {eu})})) == "/prices/1 price_unreachable");
  CHECK(problems(draft({usage_price("eu", {eu}), usage_price("both", {both})})) == "");
  CHECK(problems(draft({usage_price("eu", {eu}), usage_price("eu_kind", {eu, kind})})) ==
        "/prices/1 price_unreachable");
  CHECK(problems(draft({usage_price("eu_kind", {eu, kind}), usage_price("eu", {eu})})) == "");
  CHECK(problems(draft({usage_price("eu", {eu}), usage_price("kind", {kind})})) == "");
  CHECK(problems(draft({usage_price("same"), usage_price("again")})) == "/prices/1 price_unreachable");
  // Another currency or another meter shares no usage.
  CHECK(problems(draft({usage_price("usd"), usage_price("eur", {}, "EUR")})) == "");
  auto other = usage_price("other");
  other.meter = "seats";
  CHECK(problems(draft({usage_price("calls"), other})) == "");
  CHECK(problems(draft({fee("a"), fee("b")})) == "");
}

TEST_CASE("a commitment is for a currency in which something is metered, once") {
  CHECK(with([](auto& d) { d.commitments = {{"USD", "100"}}; }) == "");
  CHECK(with([](auto& d) { d.commitments = {{"EUR", "100"}}; }) == "/commitments/EUR validation_failed");
  CHECK(with([](auto& d) { d.commitments = {{"USX", "100"}}; }) == "/commitments/USX currency_unknown");
  CHECK(with([](auto& d) { d.commitments = {{"a/b~", "100"}}; }) == "/commitments/a~1b~0 currency_unknown");
  CHECK(with([](auto& d) { d.commitments = {{"USD", "-1"}}; }) == "/commitments/USD price_negative");
  CHECK(with([](auto& d) { d.commitments = {{"USD", "lots"}}; }) == "/commitments/USD decimal_malformed");
  CHECK(problems([] {
          auto d = draft({fee("base_fee")});
          d.commitments = {{"USD", "100"}};
          return d;
        }()) == "/commitments/USD validation_failed");
  CHECK(with([](auto& d) { d.commitments = {{"USD", "100"}, {"USD", "200"}}; }) ==
        "/commitments/USD validation_failed");
}

TEST_CASE("a usage threshold is an amount in a currency in which something is metered, once") {
  CHECK(with([](auto& d) { d.usage_thresholds = {{"USD", "100"}}; }) == "");
  CHECK(with([](auto& d) { d.usage_thresholds = {{"EUR", "100"}}; }) == "/usage_thresholds/EUR validation_failed");
  CHECK(with([](auto& d) { d.usage_thresholds = {{"USX", "100"}}; }) == "/usage_thresholds/USX currency_unknown");
  CHECK(with([](auto& d) { d.usage_thresholds = {{"USD", "0.00"}}; }) == "/usage_thresholds/USD validation_failed");
  CHECK(with([](auto& d) { d.usage_thresholds = {{"USD", "-1"}}; }) == "/usage_thresholds/USD validation_failed");
  CHECK(with([](auto& d) { d.usage_thresholds = {{"USD", "lots"}}; }) == "/usage_thresholds/USD decimal_malformed");
  CHECK(problems([] {
          auto d = draft({fee("base_fee")});
          d.usage_thresholds = {{"USD", "100"}};
          return d;
        }()) == "/usage_thresholds/USD validation_failed");
  CHECK(with([](auto& d) { d.usage_thresholds = {{"USD", "100"}, {"USD", "200"}}; }) ==
        "/usage_thresholds/USD validation_failed");
}

TEST_CASE("steps of dunning are refused where they stand") {
  CHECK(with([](auto& d) { d.dunning = {{{0, "remind"}, {14, "pause"}}}; }) == "");
  CHECK(with([](auto& d) { d.dunning.emplace(); }) == "");
  CHECK(with([](auto& d) { d.dunning = {{{0, "remind"}, {14, "sue"}}}; }) == "/dunning/steps/1 validation_failed");
}
