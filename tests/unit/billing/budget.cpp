// When a budget's thresholds are crossed and armed again, and how its amounts are written.
#include <algorithm>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <weir/billing/budget.hpp>

using namespace weir;
using namespace weir::billing;

namespace {

decimal amount(std::string_view text) {
  return decimal::parse_sum(text).value();
}

const std::vector<std::int32_t> usual{50, 80, 100, 120};

using list = std::vector<std::int32_t>;

budget_draft draft_of_money() {
  return {
      .name = "Spend", .measures = budget_measure::spend, .currency = "EUR", .amount = "500", .thresholds = {100, 50}};
}

std::vector<std::string> pointers(const budget_draft& d) {
  std::vector<std::string> out;
  if (const auto made = make_budget(d); !made) {
    for (const auto& e : made.error())
      out.push_back(e.pointer);
  }
  return out;
}

}  // namespace

TEST_CASE("a threshold is crossed when its share is reached exactly, and only then") {
  const auto a = amount("200");
  CHECK(judge_budget(amount("99.999999999"), a, usual, {}) == budget_verdict{});
  CHECK(judge_budget(amount("100"), a, usual, {}).crossed == list{50});
  CHECK(judge_budget(amount("240"), a, usual, {}).crossed == usual);
  CHECK(judge_budget(amount("240"), a, usual, usual) == budget_verdict{});
}

TEST_CASE("a share that is no whole unit is reached by the first unit above it") {
  const auto least = decimal::from_units(1);
  CHECK(judge_budget(least, least, list{100}, {}).crossed == list{100});
  CHECK(judge_budget(decimal{}, least, list{1}, {}).crossed.empty());
  const auto odd = decimal::from_units(333);
  CHECK(judge_budget(decimal::from_units(166), odd, list{50}, {}).crossed.empty());
  CHECK(judge_budget(decimal::from_units(167), odd, list{50}, {}).crossed == list{50});
}

TEST_CASE("a crossed threshold stays so down to nine tenths of it") {
  const auto a = amount("1000");
  CHECK(judge_budget(amount("450"), a, usual, list{50}) == budget_verdict{});
  CHECK(judge_budget(amount("449.999999999"), a, usual, list{50}).rearmed == list{50});
  CHECK(judge_budget(amount("9"), a, list{1}, list{1}) == budget_verdict{});
  CHECK(judge_budget(amount("8.9"), a, list{1}, list{1}).rearmed == list{1});
  CHECK(judge_budget(amount("-5"), a, usual, usual).rearmed == usual);
}

TEST_CASE("a threshold that was taken out of the budget is armed again as well") {
  CHECK(judge_budget(amount("10"), amount("100"), list{50}, list{80, 20}).rearmed == list{20, 80});
  CHECK(judge_budget(amount("20"), amount("100"), list{50}, list{20, 80}).rearmed == list{80});
  CHECK(judge_budget(amount("17"), amount("100"), list{50}, list{20}).rearmed == list{20});
}

TEST_CASE("no value both crosses a threshold and arms it") {
  rc::check([](std::int64_t used, std::uint32_t units) {
    const auto a = decimal::from_units(int128{units} + 1);
    const auto u = decimal::from_units(used);
    const auto fresh = judge_budget(u, a, usual, {});
    const auto standing = judge_budget(u, a, usual, usual);
    for (const auto t : fresh.crossed)
      RC_ASSERT(std::ranges::find(standing.rearmed, t) == standing.rearmed.end());
    RC_ASSERT(fresh.rearmed.empty());
    RC_ASSERT(standing.crossed.empty());
  });
}

TEST_CASE("the largest numbers do not wrap") {
  const auto most = amount("99999999999999999999999999999.999999999");
  CHECK(judge_budget(most, amount("0.000000001"), list{1000}, {}).crossed == list{1000});
  CHECK(percent_of(most, amount("0.000000001")) == 1'000'000);
  const auto large = amount("999999999999999999.999999999");
  CHECK(judge_budget(large, large, list{99, 100, 101}, {}).crossed == list{99, 100});
}

TEST_CASE("percent are rounded down") {
  CHECK(percent_of(amount("99.99"), amount("100")) == 99);
  CHECK(percent_of(amount("0"), amount("3")) == 0);
  CHECK(percent_of(amount("-0.5"), amount("100")) == -1);
  CHECK(percent_of(amount("-150"), amount("100")) == -150);
  CHECK(percent_of(amount("1234.5"), amount("100")) == 1234);
}

TEST_CASE("money has the digits of its currency, quantities have none that they do not need") {
  CHECK(amount_text(amount("20"), currency::find("EUR")) == "20.00");
  CHECK(amount_text(amount("20.5"), currency::find("EUR")) == "20.50");
  CHECK(amount_text(amount("20"), currency::find("JPY")) == "20");
  CHECK(amount_text(amount("0.001"), currency::find("KWD")) == "0.001");
  CHECK(amount_text(amount("20.500"), std::nullopt) == "20.5");
}

TEST_CASE("a budget has its thresholds in order, and an amount that its currency knows") {
  const auto made = make_budget(draft_of_money());
  REQUIRE(made.has_value());
  CHECK(made->thresholds == list{50, 100});
  CHECK(made->amount == amount("500"));
  auto wrong = draft_of_money();
  wrong.amount = "1.005";
  CHECK(pointers(wrong) == std::vector<std::string>{"/amount"});
  wrong.amount = "0";
  CHECK(pointers(wrong) == std::vector<std::string>{"/amount"});
  wrong = draft_of_money();
  wrong.currency = "EURO";
  CHECK(pointers(wrong) == std::vector<std::string>{"/currency"});
  wrong = draft_of_money();
  wrong.name = "two\nlines";
  wrong.thresholds = {0, 50, 1001};
  CHECK(pointers(wrong) == std::vector<std::string>{"/name", "/thresholds/0", "/thresholds/2"});
  wrong.name = "Spend";
  wrong.thresholds = {50, 50};
  CHECK(pointers(wrong) == std::vector<std::string>{"/thresholds"});
  wrong.thresholds = {};
  CHECK(pointers(wrong) == std::vector<std::string>{"/thresholds"});
  auto usage = draft_of_money();
  usage.measures = budget_measure::usage;
  usage.amount = "0.000000001";
  CHECK(make_budget(usage)->amount == decimal::from_units(1));
}
